// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.key;

import dev.seks.schemas.signature.Ed25519PrivateKey;
import dev.seks.schemas.signature.HmacKey;
import dev.seks.schemas.signature.Signer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A file of secret keys that nobody but its owner can read. Ed25519: one line {@code ed25519-private:BASE64}. HMAC: lines
 * {@code KEY-ID hmac-sha256:BASE64}; the first signs, all of them verify, so that keys can be changed with an overlap.
 * Messages name the file, never what is in it.
 */
public record KeyFile(Path path) {
    /** The most keys that one file may hold. */
    public static final int MAX_KEYS = 16;

    private static final long MAX_BYTES = 4096;
    private static final String ED25519 = "ed25519-private:";
    private static final String HMAC = "hmac-sha256:";
    private static final Set<PosixFilePermission> OWNER_ONLY =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    private static final FileAttribute<?> MODE_0600 =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    /** The private key in the file. */
    public Ed25519PrivateKey ed25519() {
        List<String> lines = lines();
        if (lines.size() != 1 || !lines.get(0).startsWith(ED25519)) {
            throw malformed("expected one line " + ED25519 + "BASE64");
        }
        return Ed25519PrivateKey.of(bytes(lines.get(0).substring(ED25519.length())));
    }

    /** The shared keys in the file, the one that signs first. */
    public List<HmacKey> hmac() {
        List<HmacKey> keys = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (String line : lines()) {
            String[] parts = line.split(" ", -1);
            if (parts.length != 2 || !parts[1].startsWith(HMAC) || !ids.add(parts[0])) {
                throw malformed("expected lines of a key id of their own and " + HMAC + "BASE64");
            }
            try {
                keys.add(HmacKey.of(parts[0], bytes(parts[1].substring(HMAC.length()))));
            } catch (IllegalArgumentException e) {
                throw malformed("expected key ids of letters, digits, '.', '_' or '-' and keys of 32 bytes");
            }
        }
        if (keys.isEmpty() || keys.size() > MAX_KEYS) {
            throw malformed("expected 1 to " + MAX_KEYS + " keys");
        }
        return keys;
    }

    /** The key in the file that signs, of whichever kind it is. */
    public Signer signer() {
        return lines().stream().anyMatch(line -> line.startsWith(ED25519)) ? ed25519() : hmac().get(0);
    }

    public boolean exists() {
        return Files.exists(path);
    }

    /** Makes the file with a fresh private key, unless it exists; gives the key that is in it then. */
    public Ed25519PrivateKey makeEd25519() {
        if (!exists()) {
            make(ED25519 + encoded(random()));
        }
        return ed25519();
    }

    /** Makes the file with a fresh shared key of this id, unless it exists; gives the keys that are in it then. */
    public List<HmacKey> makeHmac(String keyId) {
        if (!exists()) {
            make(line(HmacKey.of(keyId, random())));
        }
        return hmac();
    }

    /** Makes the file with this shared key. */
    public void write(HmacKey key) {
        make(line(key));
    }

    /** A shared key as a line of such a file: a secret. */
    public static String line(HmacKey key) {
        return key.keyId() + " " + HMAC + encoded(key.secret());
    }

    /** INVARIANT: whoever else makes the file at the same time, all get the same key, and nobody sees half of one. */
    private void make(String line) {
        try {
            Path draft = Files.createTempFile(path.toAbsolutePath().getParent(), ".key", "", MODE_0600);
            try {
                Files.writeString(draft, line + "\n");
                Files.createLink(path, draft);
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (FileAlreadyExistsException e) {
            return; // somebody was faster
        } catch (IOException e) {
            throw new UncheckedIOException("key file " + path + " cannot be made", e);
        }
    }

    private List<String> lines() {
        try {
            if (!OWNER_ONLY.containsAll(Files.getPosixFilePermissions(path))) {
                throw new IllegalArgumentException(
                        "key file " + path + " can be used by others than its owner, expected mode 0600");
            }
            if (Files.size(path) > MAX_BYTES) {
                throw malformed("expected at most " + MAX_BYTES + " bytes");
            }
            return Files.readString(path, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .map(String::strip)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("key file " + path + " cannot be read", e);
        }
    }

    private byte[] bytes(String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            if (bytes.length != HmacKey.BYTES) {
                throw malformed("expected keys of " + HmacKey.BYTES + " bytes");
            }
            return bytes;
        } catch (IllegalArgumentException e) {
            throw malformed("expected keys of " + HmacKey.BYTES + " bytes in Base64");
        }
    }

    private IllegalArgumentException malformed(String expected) {
        return new IllegalArgumentException("key file " + path + " is out of form, " + expected);
    }

    private static byte[] random() {
        byte[] bytes = new byte[HmacKey.BYTES];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    private static String encoded(byte[] secret) {
        String text = Base64.getEncoder().encodeToString(secret);
        Arrays.fill(secret, (byte) 0);
        return text;
    }
}
