// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.slack;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Checks that a call comes from Slack: HMAC-SHA256 over {@code v0:timestamp:body} under the app's signing secret
 * (docs.slack.dev, Verifying requests from Slack). Beyond that page it refuses stamps from the future, repeated headers
 * and any spelling but the documented one, and its time does not depend on how much of a signature is right.
 */
final class SlackSignature {
    /** How far Slack's clock may be from ours, either way. */
    static final Duration SKEW = Duration.ofMinutes(5);

    private static final Pattern STAMP = Pattern.compile("[0-9]{1,12}");
    private static final Pattern SIGNATURE = Pattern.compile("v0=[0-9a-f]{64}");
    private static final String ALGORITHM = "HmacSHA256";

    private final List<SecretKeySpec> keys;

    /** {@code secrets}: any of them may have signed. */
    SlackSignature(List<String> secrets) {
        this.keys = secrets.stream()
                .map(secret -> new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM))
                .toList();
    }

    /** What a signature is worth. */
    enum Finding {
        /** The call is Slack's and fresh. */
        RIGHT,
        /** It is Slack's, of another time. */
        STALE,
        /** It is not known to be Slack's. */
        WRONG
    }

    /** Whether the call is Slack's and fresh, judged by the headers' values and the body's bytes as they came. */
    boolean isRight(List<String> stamps, List<String> signatures, byte[] body, Instant now) {
        return check(stamps, signatures, body, now) == Finding.RIGHT;
    }

    /** The same, telling apart what is stale. */
    Finding check(List<String> stamps, List<String> signatures, byte[] body, Instant now) {
        if (stamps.size() != 1 || signatures.size() != 1) {
            return Finding.WRONG;
        }
        String stamp = stamps.get(0);
        String signature = signatures.get(0);
        if (!STAMP.matcher(stamp).matches() || !SIGNATURE.matcher(signature).matches()) {
            return Finding.WRONG;
        }
        Duration apart = Duration.between(Instant.ofEpochSecond(Long.parseLong(stamp)), now)
                .abs();
        byte[] given = signature.getBytes(StandardCharsets.US_ASCII);
        boolean signed = false;
        for (SecretKeySpec key : keys) {
            signed |= MessageDigest.isEqual(sign(key, stamp, body).getBytes(StandardCharsets.US_ASCII), given);
        }
        if (!signed) {
            return Finding.WRONG;
        }
        return apart.compareTo(SKEW) <= 0 ? Finding.RIGHT : Finding.STALE;
    }

    private static String sign(SecretKeySpec key, String stamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(("v0:" + stamp + ":").getBytes(StandardCharsets.US_ASCII));
            return "v0=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + ALGORITHM + ", which every Java must have", e);
        }
    }
}
