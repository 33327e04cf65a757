// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.safe;

import dev.seks.executor.credential.Lookup;
import dev.seks.executor.credential.Secret;
import dev.seks.executor.credential.SecretFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.SecretKey;

/** Opens a safe with a key in a file of its own, which nobody but its owner may read: 32 bytes in base64. */
public final class KeyFile implements KeyWrapping {
    private static final String NAME = "keyfile";
    private static final byte[] BOUND = "seks-safe-keyfile-v1".getBytes(StandardCharsets.US_ASCII);

    private final Path file;

    /** {@code file} is made when a new safe is. */
    public KeyFile(Path file) {
        this.file = file;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String described() {
        return "the key file " + file;
    }

    @Override
    public Wrapped wrap(byte[] dataKey) throws SafeException {
        if (!Files.exists(file)) {
            byte[] key = AesGcm.random(AesGcm.KEY_BYTES);
            byte[] text = Base64.getEncoder().encode(key);
            WholeFile.write(file, text);
            Arrays.fill(key, (byte) 0);
            Arrays.fill(text, (byte) 0);
        }
        return new Wrapped(new byte[0], AesGcm.seal(key(), dataKey, BOUND));
    }

    @Override
    public byte[] unwrap(Wrapped wrapped) throws SafeException {
        return AesGcm.open(key(), wrapped.key(), BOUND)
                .orElseThrow(() -> new SafeException(
                        file + " is not the key of this safe, or the head of the safe was" + " altered"));
    }

    private SecretKey key() throws SafeException {
        Lookup<Secret> text = SecretFile.text(file, SecretFile.Access.OWNER_ONLY);
        if (text instanceof Lookup.Unusable<Secret> unusable) {
            throw new SafeException(unusable.reason());
        }
        if (!(text instanceof Lookup.Found<Secret> found)) {
            throw new SafeException("there is no key file " + file);
        }
        try {
            byte[] key = Base64.getDecoder().decode(found.value().reveal().strip());
            if (key.length == AesGcm.KEY_BYTES) {
                return AesGcm.key(key);
            }
        } catch (IllegalArgumentException e) {
            // told below, without what was found
        }
        throw new SafeException(file + " holds no key, expected " + AesGcm.KEY_BYTES + " bytes in base64");
    }
}
