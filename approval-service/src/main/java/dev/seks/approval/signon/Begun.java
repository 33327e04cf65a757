// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.signon;

import java.net.URI;

/**
 * A sign-on that is under way.
 *
 * @param address where the person goes to sign on
 * @param state comes back with whoever comes back
 * @param nonce must stand in the ID token
 * @param verifier shows that whoever redeems the code is who began
 * @param callback where they come back to
 */
public record Begun(URI address, String state, String nonce, String verifier, URI callback) {
    @Override
    public String toString() {
        return "Begun[[redacted]]";
    }
}
