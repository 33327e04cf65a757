// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.signature;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The JDK's own cryptography: an oracle that shares no code with what it judges. */
final class JdkKeys {
    private static final String SUBJECT_PUBLIC_KEY_INFO = "302a300506032b6570032100";

    private JdkKeys() {}

    static boolean verifies(byte[] publicKey, byte[] message, byte[] signature) throws GeneralSecurityException {
        byte[] encoded =
                HexFormat.of().parseHex(SUBJECT_PUBLIC_KEY_INFO + HexFormat.of().formatHex(publicKey));
        PublicKey key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(key);
        verifier.update(message);
        try {
            return verifier.verify(signature);
        } catch (SignatureException e) {
            return false;
        }
    }

    static byte[] hmac(byte[] secret, byte[] message) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret, "any"));
        return mac.doFinal(message);
    }
}
