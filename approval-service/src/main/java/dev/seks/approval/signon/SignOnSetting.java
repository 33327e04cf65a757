// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.signon;

import dev.seks.approval.settings.Setting;

/** Every setting of the file that says with whom people sign on. */
public enum SignOnSetting implements Setting {
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

    private final Declaration declared;

    SignOnSetting(String key, String type, String fallback, String meaning) {
        this.declared = new Declaration(key, type, fallback, meaning);
    }

    @Override
    public Declaration declared() {
        return declared;
    }
}
