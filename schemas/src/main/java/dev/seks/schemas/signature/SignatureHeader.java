// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.signature;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The header {@value #NAME} of a record: {@code v1;alg=ed25519|hmac-sha256;kid=KEY;sig=BASE64URL}, ASCII, without padding.
 * There is one way to write each signature; anything else is no signature.
 *
 * @param keyId names the key; it is a claim until the signature has been verified with that key
 */
public record SignatureHeader(Algorithm algorithm, String keyId, byte[] signature) {
    /** Name of the header. */
    public static final String NAME = "seks-sig";

    /** Longest key id, in characters. */
    public static final int MAX_KEY_ID = 96;

    /** Longest header, in bytes. */
    public static final int MAX_BYTES = 256;

    private static final Pattern KEY_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0," + (MAX_KEY_ID - 1) + "}");
    private static final Pattern FORM =
            Pattern.compile("v1;alg=([a-z0-9-]{1,16});kid=(" + KEY_ID.pattern() + ");sig=([A-Za-z0-9_-]{1,100})");

    public SignatureHeader {
        if (!isKeyId(keyId)) {
            throw new IllegalArgumentException("a key id of " + keyId.length() + " characters, expected 1 to "
                    + MAX_KEY_ID + " letters, digits, '.', '_' or '-'");
        }
        if (signature.length != algorithm.signatureBytes()) {
            throw new IllegalArgumentException("a signature of " + signature.length + " bytes, expected "
                    + algorithm.signatureBytes() + " for " + algorithm.text());
        }
        signature = signature.clone();
    }

    /** What the headers of that name of a record turned out to be. */
    public sealed interface Reading {
        /** There is one, and it is in form. */
        record Sound(SignatureHeader header) implements Reading {}

        /** There is none that can be verified. */
        record Faulty(String why) implements Reading {}
    }

    /** Reads the values of all headers of that name: exactly one must be there. */
    public static Reading read(List<byte @Nullable []> values) {
        if (values.size() != 1) {
            return new Reading.Faulty("the record has " + (values.isEmpty() ? "no" : values.size()) + " header " + NAME
                    + ", expected exactly one");
        }
        return parse(values.get(0))
                .<Reading>map(Reading.Sound::new)
                .orElseGet(() -> new Reading.Faulty("the header " + NAME + " is out of form, expected"
                        + " v1;alg=ed25519|hmac-sha256;kid=KEY;sig=BASE64URL"));
    }

    /** The header that these bytes write, if they are in form. */
    public static Optional<SignatureHeader> parse(byte @Nullable [] value) {
        if (value == null || value.length > MAX_BYTES) {
            return Optional.empty();
        }
        // every byte above 127 becomes a character that the form does not have
        Matcher form = FORM.matcher(new String(value, StandardCharsets.ISO_8859_1));
        if (!form.matches()) {
            return Optional.empty();
        }
        return Algorithm.of(form.group(1))
                .flatMap(algorithm -> signature(algorithm, form.group(3))
                        .map(signature -> new SignatureHeader(algorithm, form.group(2), signature)));
    }

    /** Whether this can name a key. */
    public static boolean isKeyId(String text) {
        return KEY_ID.matcher(text).matches();
    }

    /** The header's value. */
    public byte[] encode() {
        return ("v1;alg=" + algorithm.text() + ";kid=" + keyId + ";sig="
                        + Base64.getUrlEncoder().withoutPadding().encodeToString(signature))
                .getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public byte[] signature() {
        return signature.clone();
    }

    /** The bytes, when no other text of the same length stands for them. */
    private static Optional<byte[]> signature(Algorithm algorithm, String text) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            boolean canonical = Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(bytes)
                    .equals(text);
            return canonical && bytes.length == algorithm.signatureBytes() ? Optional.of(bytes) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SignatureHeader header
                && algorithm == header.algorithm
                && keyId.equals(header.keyId)
                && Arrays.equals(signature, header.signature);
    }

    @Override
    public int hashCode() {
        return 31 * keyId.hashCode() + Arrays.hashCode(signature);
    }

    @Override
    public String toString() {
        return new String(encode(), StandardCharsets.US_ASCII);
    }
}
