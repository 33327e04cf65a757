// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import dev.seks.schemas.catalogue.Names;
import java.time.DayOfWeek;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The grammars of single values in a policy file. */
final class Grammar {
    private static final String NAME = "[a-z][a-z0-9_-]{0,63}";
    private static final String FEW_STARS = "(?=.*\\*)(?!(?:[^*]*\\*){" + (ActionPattern.MAX_STARS + 1) + "})";
    private static final String ACTION_NAME = "[a-z][a-z0-9_-]*(?:\\.[a-z][a-z0-9_-]*)*";
    private static final String TIME = "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,3})?Z";
    private static final String NAME_WORDS = "expected a-z, 0-9, _ and -, a letter first, at most 64 characters";
    private static final Pattern SPAN = Pattern.compile("([1-9][0-9]{0,5})([smhd])");
    private static final String KEY_ALGORITHM = "ed25519:";
    private static final int KEY_BYTES = 32;
    private static final String HMAC_VERSION = "hmac-sha256:[1-9][0-9]{0,5}";

    static final Form.Text DOMAIN = name("domain");
    static final Form.Text PERSON = name("person");
    static final Form.Text GROUP = name("group");
    static final Form.Text ROLE = name("role");
    static final Form.Text AGENT = name("agent");
    static final Form.Text SERVICE = name("service");
    static final Form.Text AGENT_KEY = nameOrPattern("agent");
    static final Form.Text SERVICE_KEY = nameOrPattern("service");

    static final Form.Text ACTION = new Form.Text(
            "action",
            "expected an action such as repos.get, in a-z, 0-9, _, - and dots, at most 128 characters",
            "^(?=.{1,128}$)" + ACTION_NAME + "$",
            Names::isAction);
    static final Form.Text PATTERN = new Form.Text(
            "pattern",
            "expected an action such as repos.get, in a-z, 0-9, _, - and dots, at most 128 characters, with at most "
                    + ActionPattern.MAX_STARS + " * for any text",
            "^(?=.{1,128}$)(?:" + ACTION_NAME + "|" + FEW_STARS + "[a-z0-9_.*-]+)$",
            ActionPattern::isPattern);
    static final Form.Text ACTION_KEY = new Form.Text(
            "action",
            "expected a service and an action such as email.send, with at most " + ActionPattern.MAX_STARS
                    + " * for any text",
            "^(?=.{1,193}$)(?:" + NAME + "\\." + ACTION_NAME + "|" + FEW_STARS + "[a-z0-9_.*-]+)$",
            ActionPattern::isServiceAction);
    static final Form.Text INSTANT = new Form.Text(
            "at",
            "expected a time such as \"2026-01-05T12:00:00Z\"",
            "^" + TIME + "$",
            text -> text.matches(TIME) && PolicyTest.isInstant(text));
    /** Days of the week as a policy names them, from Monday. */
    static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");

    static final Form.Text TIME_OF_DAY = new Form.Text(
            "time",
            "expected a time of day such as \"08:00\", to \"23:59\"",
            "^([01][0-9]|2[0-3]):[0-5][0-9]$",
            text -> text.matches("([01][0-9]|2[0-3]):[0-5][0-9]"));
    static final Form.Text ZONE = new Form.Text(
            "zone",
            "expected a zone such as UTC or Europe/Berlin",
            "^[A-Za-z][A-Za-z0-9_+/-]{1,63}$",
            text -> text.matches("[A-Za-z][A-Za-z0-9_+/-]{1,63}"));
    static final Form.Text CONDITION = new Form.Text(
            "when",
            "expected a condition such as 'params.owner == \"acme\"', at most 2000 characters",
            "^(?=[\\s\\S]*\\S)[\\s\\S]{1,2000}$",
            text -> !text.isBlank() && text.codePointCount(0, text.length()) <= 2000);
    static final Form.Text SIGNING_KEY = new Form.Text(
            "key",
            "expected ed25519: and the " + KEY_BYTES
                    + " bytes of a public key in Base64, or hmac-sha256: and the version" + " of a key such as 1",
            "^(ed25519:[A-Za-z0-9+/]{43}=|" + HMAC_VERSION + ")$",
            text -> signingKey(text).isPresent() || text.matches(HMAC_VERSION));
    static final Form.Text SLACK = new Form.Text(
            "slack",
            "expected a Slack team and user such as T024BE7LD/U2147483697",
            "^[TE][A-Z0-9]{2,20}/[UW][A-Z0-9]{2,20}$",
            text -> text.matches("[TE][A-Z0-9]{2,20}/[UW][A-Z0-9]{2,20}"));
    static final Form.Text EMAIL = new Form.Text(
            "email",
            "expected an address such as mika@acme.example, at most 254 characters",
            "^[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]{1,63}(\\.[A-Za-z0-9-]{1,63})+$",
            text -> text.length() <= 254
                    && text.matches("[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]{1,63}(\\.[A-Za-z0-9-]{1,63})+"));
    static final Form.Text LINE = new Form.Text(
            "name",
            "expected one line of at most 120 visible characters",
            "^[^\\u0000-\\u001f\\u007f]{1,120}$",
            Grammar::isLine);
    static final Form.Text RULE_PATH = new Form.Text(
            "rule",
            "expected the path of a rule such as agents.aeonbyte.services.github.allow[0]",
            "^(agents|roles)\\.[a-z0-9_*-]+\\.services\\.[a-z0-9_*-]+\\.(allow|deny|require_approval)\\[[0-9]+\\]$",
            text -> text.matches("(agents|roles)\\.[a-z0-9_*-]+\\.services\\.[a-z0-9_*-]+"
                    + "\\.(allow|deny|require_approval)\\[[0-9]+\\]"));

    private Grammar() {}

    private static Form.Text name(String noun) {
        return new Form.Text(noun, NAME_WORDS, "^" + NAME + "$", Names::isAgent);
    }

    private static Form.Text nameOrPattern(String noun) {
        return new Form.Text(
                noun,
                NAME_WORDS + ", or a pattern with *",
                "^(?:" + NAME + "|" + FEW_STARS + "[a-z0-9_*-]{1,64})$",
                ActionPattern::isNamePattern);
    }

    /** A length of time as in {@code 90s}, {@code 15m}, {@code 2h} or {@code 1d}. */
    static Optional<Duration> span(String text) {
        Matcher matcher = SPAN.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long count = Long.parseLong(matcher.group(1));
        return Optional.of(
                switch (matcher.group(2)) {
                    case "s" -> Duration.ofSeconds(count);
                    case "m" -> Duration.ofMinutes(count);
                    case "h" -> Duration.ofHours(count);
                    default -> Duration.ofDays(count);
                });
    }

    /** The day of a name in {@link #DAYS}. */
    static DayOfWeek day(String name) {
        return DayOfWeek.of(DAYS.indexOf(name) + 1);
    }

    /** The form that {@link #span} reads. */
    static String told(Duration span) {
        long seconds = span.toSeconds();
        if (seconds % 86_400 == 0) {
            return seconds / 86_400 + "d";
        } else if (seconds % 3_600 == 0) {
            return seconds / 3_600 + "h";
        }
        return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }

    /** The bytes of a public key. */
    static Optional<byte[]> signingKey(String text) {
        if (!text.startsWith(KEY_ALGORITHM)) {
            return Optional.empty();
        }
        String encoded = text.substring(KEY_ALGORITHM.length());
        try {
            byte[] key = Base64.getDecoder().decode(encoded);
            boolean canonical = Base64.getEncoder().encodeToString(key).equals(encoded);
            return key.length == KEY_BYTES && canonical ? Optional.of(key) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean isLine(String text) {
        return !text.isBlank()
                && text.codePointCount(0, text.length()) <= 120
                && text.codePoints()
                        .noneMatch(c -> Character.isISOControl(c)
                                || Character.getType(c) == Character.FORMAT
                                || Character.getType(c) == Character.SURROGATE);
    }
}
