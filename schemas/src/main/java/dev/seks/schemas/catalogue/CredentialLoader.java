// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.catalogue;

import dev.seks.schemas.yaml.Faults;
import dev.seks.schemas.yaml.YamlFields;
import dev.seks.schemas.yaml.YamlNode;
import dev.seks.schemas.yaml.YamlScalar;
import java.util.Optional;
import java.util.Set;

/** Reads how a service's credential is named and injected. */
final class CredentialLoader {
    static final Set<String> KEYS = Set.of("ref", "inject");
    static final Set<String> INJECT_KEYS = Set.of("header", "format", "login");

    private static final int MAX_LENGTH = 200;

    private final Faults faults;

    CredentialLoader(Faults faults) {
        this.faults = faults;
    }

    Optional<Credential> credential(YamlNode node) {
        Optional<YamlFields> fields = YamlFields.of(node, "credential", KEYS, faults);
        Optional<YamlScalar> ref = fields.flatMap(f -> f.requiredText("ref")).filter(this::isRef);
        Optional<Credential.Injection> injection =
                fields.flatMap(f -> f.required("inject")).flatMap(this::injection);
        if (ref.isEmpty() || injection.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Credential(ref.get().text(), injection.get()));
    }

    private Optional<Credential.Injection> injection(YamlNode node) {
        Optional<YamlFields> read = YamlFields.of(node, "inject", INJECT_KEYS, faults);
        if (read.isEmpty()) {
            return Optional.empty();
        }
        YamlFields fields = read.get();
        if (fields.has("login")) {
            if (fields.has("header") || fields.has("format")) {
                faults.add(node, "inject has a login and a header, expected one of them");
            }
            return fields.text("login").filter(this::isLogin).map(text -> new Credential.Login());
        }
        Optional<YamlScalar> header = fields.requiredText("header").filter(this::isHeader);
        Optional<YamlScalar> format = fields.requiredText("format").filter(this::isFormat);
        return header.isEmpty() || format.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Credential.Header(header.get().text(), format.get().text()));
    }

    private boolean isRef(YamlScalar ref) {
        return holds(Names.isService(ref.text()), ref, "ref", "a-z, 0-9, _ and -, a letter first, at most 64");
    }

    private boolean isLogin(YamlScalar login) {
        boolean fits = login.text().equals(Credential.Login.FORM);
        return holds(fits, login, "login", "\"" + Credential.Login.FORM + "\", which is what the secret holds");
    }

    private boolean isHeader(YamlScalar header) {
        // what a body is called is no place for a secret
        boolean fits = HeaderNames.mayCarrySecret(header.text())
                && !HeaderNames.folded(header.text()).equals("content-type");
        return holds(fits, header, "header", "the name of a header that carries a credential");
    }

    private boolean isFormat(YamlScalar format) {
        String text = format.text();
        String without =
                text.replace(Credential.Header.PLACEHOLDER, "").replace(Credential.Header.BASE64_PLACEHOLDER, "");
        int replaced = text.length() - without.length();
        boolean once = replaced == Credential.Header.PLACEHOLDER.length()
                || replaced == Credential.Header.BASE64_PLACEHOLDER.length();
        boolean fits = once && text.length() <= MAX_LENGTH && text.chars().allMatch(c -> c >= ' ' && c <= '~');
        return holds(
                fits,
                format,
                "format",
                "printable ASCII with " + Credential.Header.PLACEHOLDER + " or " + Credential.Header.BASE64_PLACEHOLDER
                        + " in it once");
    }

    private boolean holds(boolean fits, YamlScalar at, String what, String expected) {
        if (!fits) {
            faults.add(at, what + " " + at.described() + ", expected " + expected);
        }
        return fits;
    }
}
