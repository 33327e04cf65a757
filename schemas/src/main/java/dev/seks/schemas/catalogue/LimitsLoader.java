// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.catalogue;

import dev.seks.schemas.yaml.Faults;
import dev.seks.schemas.yaml.YamlFields;
import dev.seks.schemas.yaml.YamlNode;
import dev.seks.schemas.yaml.YamlScalar;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the limits of a service. */
final class LimitsLoader {
    static final Set<String> KEYS =
            Set.of("connect", "attempt", "total", "connections", "response_bytes", "failures", "pause");

    private static final Pattern SPAN = Pattern.compile("([1-9][0-9]{0,5})([smh])");

    private final Faults faults;

    LimitsLoader(Faults faults) {
        this.faults = faults;
    }

    Limits limits(YamlNode node) {
        return YamlFields.of(node, "limits", KEYS, faults).map(this::limits).orElse(Limits.NONE);
    }

    private Limits limits(YamlFields fields) {
        return new Limits(
                span(fields, "connect", Limits.MIN_TIME, Limits.MAX_CONNECT),
                span(fields, "attempt", Limits.MIN_TIME, Limits.MAX_ATTEMPT),
                span(fields, "total", Limits.MIN_TIME, Limits.MAX_TOTAL),
                whole(fields, "connections", 1, Limits.MAX_CONNECTIONS),
                whole(fields, "response_bytes", Limits.MIN_RESPONSE_BYTES, Limits.MAX_RESPONSE_BYTES),
                whole(fields, "failures", 1, Limits.MAX_FAILURES),
                span(fields, "pause", Limits.MIN_TIME, Limits.MAX_PAUSE));
    }

    private @Nullable Integer whole(YamlFields fields, String key, int min, int max) {
        return fields.integer(key, min, max).map(Long::intValue).orElse(null);
    }

    private @Nullable Duration span(YamlFields fields, String key, Duration min, Duration max) {
        Optional<YamlScalar> text = fields.text(key);
        if (text.isEmpty()) {
            return null;
        }
        Optional<Duration> span = parse(text.get().text());
        if (span.isEmpty() || span.get().compareTo(min) < 0 || span.get().compareTo(max) > 0) {
            faults.add(
                    text.get(),
                    key + " is " + text.get().described() + ", expected a time such as 30s, from " + told(min) + " to "
                            + told(max));
            return null;
        }
        return span.get();
    }

    private static Optional<Duration> parse(String text) {
        Matcher matcher = SPAN.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long count = Long.parseLong(matcher.group(1));
        return Optional.of(
                switch (matcher.group(2)) {
                    case "s" -> Duration.ofSeconds(count);
                    case "m" -> Duration.ofMinutes(count);
                    default -> Duration.ofHours(count);
                });
    }

    private static String told(Duration span) {
        return span.toSeconds() % 60 == 0 ? span.toMinutes() + "m" : span.toSeconds() + "s";
    }
}
