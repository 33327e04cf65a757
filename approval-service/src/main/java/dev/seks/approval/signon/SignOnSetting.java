// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.signon;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** Every setting of the file that says with whom people sign on. */
public enum SignOnSetting {
    ISSUER("issuer", "https URL", "required", "The provider: the URL before `/.well-known/openid-configuration`."),
    CLIENT_ID("client_id", "text", "required", "As which the provider knows this inbox."),
    CLIENT_SECRET_FILE(
            "client_secret_file",
            "path",
            "none",
            "Holds the client's secret, mode 0600; without one it proves itself by PKCE alone."),
    LABEL("label", "text", "your organisation", "What the button says after `Sign in with`."),
    INBOX_URL(
            "inbox_url",
            "https URL",
            "this machine",
            "Where people reach the inbox; register it with the provider, with `/sign-in/sso/done` after it.");

    private final String key;
    private final String type;
    private final String fallback;
    private final String meaning;

    SignOnSetting(String key, String type, String fallback, String meaning) {
        this.key = key;
        this.type = type;
        this.fallback = fallback;
        this.meaning = meaning;
    }

    /** As it is written in the file. */
    public String key() {
        return key;
    }

    /** Its row in the table of the guide. */
    public String row() {
        return "| `%s` | %s | %s | %s |".formatted(key, type, fallback, meaning);
    }

    String fallback() {
        return fallback;
    }

    static Set<String> keys() {
        return Arrays.stream(values()).map(SignOnSetting::key).collect(Collectors.toUnmodifiableSet());
    }
}
