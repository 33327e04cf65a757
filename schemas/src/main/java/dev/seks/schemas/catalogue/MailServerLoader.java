// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.catalogue;

import dev.seks.schemas.yaml.Faults;
import dev.seks.schemas.yaml.Suggestion;
import dev.seks.schemas.yaml.YamlFields;
import dev.seks.schemas.yaml.YamlNode;
import dev.seks.schemas.yaml.YamlScalar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads the mail server of a service. */
final class MailServerLoader {
    static final int MAX_RECIPIENT_ENTRIES = 200;

    static final Set<String> KEYS = Set.of("host", "port", "tls", "from", "from_name", "recipients", "max_recipients");
    private static final List<String> SECURITIES = List.of("implicit", "starttls", "none");
    private static final int MAX_PORT = 65535;
    static final int MAX_NAME_LENGTH = 100;

    private final Faults faults;
    private final boolean allowPrivate;

    MailServerLoader(Faults faults, boolean allowPrivate) {
        this.faults = faults;
        this.allowPrivate = allowPrivate;
    }

    Optional<MailServer> server(YamlNode node) {
        return YamlFields.of(node, "smtp", KEYS, faults).flatMap(this::server);
    }

    private Optional<MailServer> server(YamlFields fields) {
        Optional<String> host = fields.requiredText("host").flatMap(this::host);
        Optional<MailServer.Security> security = security(fields);
        Optional<Integer> port = fields.integer("port", 1, MAX_PORT).map(Long::intValue);
        Optional<MailAddress> from = fields.requiredText("from").flatMap(this::address);
        Optional<String> fromName = fields.text("from_name").flatMap(this::name);
        fields.required("recipients");
        List<String> recipients = recipients(fields);
        int most = fields.integer("max_recipients", 1, MailServer.MAX_RECIPIENTS)
                .map(Long::intValue)
                .orElse(MailServer.DEFAULT_MAX_RECIPIENTS);
        if (host.isEmpty() || security.isEmpty() || from.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new MailServer(
                host.get(),
                port.orElse(security.get().defaultPort()),
                security.get(),
                from.get(),
                fromName.orElse(null),
                recipients,
                most));
    }

    private Optional<String> host(YamlScalar text) {
        boolean fits = MailAddress.isDomain(text.text()) || text.text().matches("[0-9A-Fa-f:.]{2,45}");
        return told(fits, text, "host", "the name of a host").map(YamlScalar::text);
    }

    private Optional<MailServer.Security> security(YamlFields fields) {
        if (!fields.has("tls")) {
            return Optional.of(MailServer.Security.STARTTLS);
        }
        Optional<YamlScalar> word = fields.text("tls");
        Optional<MailServer.Security> security = word.flatMap(w -> Arrays.stream(MailServer.Security.values())
                .filter(s -> s.name().toLowerCase(Locale.ROOT).equals(w.text()))
                .findFirst());
        if (word.isPresent() && security.isEmpty()) {
            faults.add(
                    word.get(),
                    "tls " + word.get().described()
                            + Suggestion.didYouMean(word.get().text(), SECURITIES) + ", expected one of "
                            + String.join(", ", SECURITIES));
        }
        if (security.equals(Optional.of(MailServer.Security.NONE)) && !allowPrivate) {
            faults.add(word.orElseThrow(), "tls none, expected starttls or implicit unless allow_private: true");
        }
        return security;
    }

    private Optional<MailAddress> address(YamlScalar text) {
        Optional<MailAddress> address = MailAddress.parse(text.text());
        told(address.isPresent(), text, "from", "an address such as agents@acme.example");
        return address;
    }

    private Optional<String> name(YamlScalar text) {
        boolean fits = !text.text().isBlank()
                && text.text().length() <= MAX_NAME_LENGTH
                && text.text().chars().noneMatch(Character::isISOControl);
        return told(fits, text, "from_name", "one line of at most " + MAX_NAME_LENGTH + " characters")
                .map(YamlScalar::text);
    }

    private List<String> recipients(YamlFields fields) {
        List<String> recipients = new ArrayList<>();
        for (YamlScalar entry : fields.texts("recipients")) {
            Optional<MailAddress> address = MailAddress.parse(entry.text());
            boolean fits = address.isPresent() || MailAddress.isDomain(entry.text());
            if (told(fits, entry, "recipients", "a domain such as acme.example, or an address")
                    .isPresent()) {
                recipients.add(address.map(MailAddress::toString)
                        .orElseGet(() -> entry.text().toLowerCase(Locale.ROOT)));
            }
        }
        int count = fields.items("recipients").size();
        if (fields.has("recipients") && (count < 1 || count > MAX_RECIPIENT_ENTRIES)) {
            faults.add(fields.node(), count + " recipients, expected 1 to " + MAX_RECIPIENT_ENTRIES);
        }
        return recipients;
    }

    private Optional<YamlScalar> told(boolean fits, YamlScalar at, String what, String expected) {
        if (!fits) {
            faults.add(at, what + " " + at.described() + ", expected " + expected);
        }
        return fits ? Optional.of(at) : Optional.empty();
    }
}
