// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.catalogue;

import dev.seks.schemas.yaml.Faults;
import dev.seks.schemas.yaml.YamlFields;
import dev.seks.schemas.yaml.YamlNode;
import dev.seks.schemas.yaml.YamlScalar;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads how a service's credential is named and injected. */
final class CredentialLoader {
    private static final int MAX_LENGTH = 200;

    /** Headers that say how the request itself is framed or routed. */
    private static final Set<String> RESERVED = Set.of(
            "host",
            "connection",
            "content-length",
            "content-type",
            "transfer-encoding",
            "upgrade",
            "te",
            "trailer",
            "expect",
            "keep-alive",
            "proxy-authorization");

    private final Faults faults;

    CredentialLoader(Faults faults) {
        this.faults = faults;
    }

    Optional<Credential> credential(YamlNode node) {
        Optional<YamlFields> fields = YamlFields.of(node, "credential", Set.of("ref", "inject"), faults);
        Optional<YamlScalar> ref = fields.flatMap(f -> f.requiredText("ref")).filter(this::isRef);
        Optional<YamlFields> inject = fields.flatMap(f -> f.required("inject"))
                .flatMap(n -> YamlFields.of(n, "inject", Set.of("header", "format"), faults));
        Optional<YamlScalar> header =
                inject.flatMap(f -> f.requiredText("header")).filter(this::isHeader);
        Optional<YamlScalar> format =
                inject.flatMap(f -> f.requiredText("format")).filter(this::isFormat);
        if (ref.isEmpty() || header.isEmpty() || format.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Credential(
                ref.get().text(), header.get().text(), format.get().text()));
    }

    private boolean isRef(YamlScalar ref) {
        return holds(Names.isService(ref.text()), ref, "ref", "a-z, 0-9, _ and -, a letter first, at most 64");
    }

    private boolean isHeader(YamlScalar header) {
        boolean fits = header.text().matches("[A-Za-z][A-Za-z0-9-]{0,63}")
                && !RESERVED.contains(header.text().toLowerCase(Locale.ROOT));
        return holds(fits, header, "header", "the name of a header that carries a credential");
    }

    private boolean isFormat(YamlScalar format) {
        String text = format.text();
        int first = text.indexOf(Credential.PLACEHOLDER);
        boolean fits = first >= 0
                && first == text.lastIndexOf(Credential.PLACEHOLDER)
                && text.length() <= MAX_LENGTH
                && text.chars().allMatch(c -> c >= ' ' && c <= '~');
        return holds(fits, format, "format", "printable ASCII with " + Credential.PLACEHOLDER + " in it once");
    }

    private boolean holds(boolean fits, YamlScalar at, String what, String expected) {
        if (!fits) {
            faults.add(at, what + " " + at.described() + ", expected " + expected);
        }
        return fits;
    }
}
