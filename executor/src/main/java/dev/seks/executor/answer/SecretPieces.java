// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.answer;

import dev.seks.executor.credential.Secret;
import dev.seks.schemas.catalogue.Credential;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What of an injected credential must not come back: the secret, and what else of it was sent on its own. */
public final class SecretPieces {
    /** A password of fewer characters would be found where it is not; the whole login is removed all the same. */
    static final int SHORTEST_PASSWORD = 4;

    private SecretPieces() {}

    /** The pieces, longest first; none when no credential was injected. */
    public static List<String> of(@Nullable Credential credential, @Nullable Secret secret) {
        if (credential == null || secret == null) {
            return List.of();
        }
        String value = secret.reveal();
        List<String> pieces = new ArrayList<>();
        pieces.add(value);
        boolean isLogin = credential.injection() instanceof Credential.Login;
        if (credential.injection() instanceof Credential.Header header
                && header.format().contains(Credential.Header.BASE64_PLACEHOLDER)) {
            pieces.add(Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)));
            isLogin = true;
        }
        int colon = value.indexOf(':');
        if (isLogin && colon >= 0 && value.length() - colon - 1 >= SHORTEST_PASSWORD) {
            pieces.add(value.substring(colon + 1));
        }
        pieces.sort((a, b) -> b.length() - a.length());
        return List.copyOf(pieces);
    }
}
