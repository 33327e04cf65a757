// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.notice;

import dev.seks.approval.settings.Setting;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** Every setting of the file that says who is told of requests. */
public enum NoticeSetting implements Setting {
    URL("webhook", "url", "https URL", "none", "Where notices are posted; http only to this machine."),
    SECRET_FILES(
            "webhook",
            "secret_files",
            "list of paths",
            "none",
            "Hold the secret that signs, `whsec_...`, two while it is rotated: each signs."),
    HOST("email", "host", "host name", "none", "The mail server."),
    PORT("email", "port", "1 to 65535", "587, 465 or 25", "Its port; the default goes with `security`."),
    SECURITY(
            "email",
            "security",
            "`starttls`, `tls` or `none`",
            "starttls",
            "How the connection is secured; `none` only to this machine."),
    FROM("email", "from", "address", "none", "Whom mails come from."),
    FROM_NAME("email", "from_name", "one line", "seks", "How that is shown."),
    USER("email", "user", "text", "none", "Who signs in at the mail server."),
    PASSWORD_FILE("email", "password_file", "path", "none", "Holds their password."),
    PER_MINUTE("email", "per_minute", "1 to 1000", "30", "The most mails that one instance sends in a minute.");

    private final String part;
    private final Declaration declared;

    NoticeSetting(String part, String key, String type, String fallback, String meaning) {
        this.part = part;
        this.declared = new Declaration(key, type, fallback, meaning);
    }

    /** Under which key of the file it stands. */
    public String part() {
        return part;
    }

    @Override
    public Declaration declared() {
        return declared;
    }

    static Set<String> parts() {
        return Arrays.stream(values()).map(NoticeSetting::part).collect(Collectors.toUnmodifiableSet());
    }

    static Set<String> keys(String part) {
        return Setting.keys(Arrays.stream(values())
                .filter(setting -> setting.part.equals(part))
                .toArray(Setting[]::new));
    }
}
