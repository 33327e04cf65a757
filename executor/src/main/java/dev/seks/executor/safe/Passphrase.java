// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.safe;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import javax.crypto.SecretKey;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.jspecify.annotations.Nullable;

/**
 * Opens a safe with a passphrase, from which Argon2id (RFC 9106) makes the key. What it costs stands in the file and is
 * held against bounds before any of it is spent: a planted file must not exhaust the executor.
 */
public final class Passphrase implements KeyWrapping {
    /** Fewest characters of the passphrase of a new safe. */
    public static final int MIN_LENGTH = 12;

    private static final String NAME = "argon2id";
    private static final byte[] BOUND = "seks-safe-argon2id-v1".getBytes(StandardCharsets.US_ASCII);

    private final Source source;
    private final Cost cost;
    private byte @Nullable [] refused;

    /** Where the passphrase comes from. */
    @FunctionalInterface
    public interface Source {
        /**
         * The passphrase, which is overwritten after use.
         *
         * @param anew whether it will be that of a new safe, so that a person should type it twice
         * @throws SafeException when there is none
         */
        char[] get(boolean anew) throws SafeException;
    }

    /**
     * What making the key costs.
     *
     * @param memoryKiB in KiB
     * @param passes over that memory
     * @param lanes that can be computed at the same time
     */
    record Cost(int memoryKiB, int passes, int lanes) {
        /** The second choice of RFC 9106, section 4: for where 2 GiB are too much. */
        static final Cost DEFAULT = new Cost(64 * 1024, 3, 4);

        static final int MIN_MEMORY_KIB = 8 * 1024;
        static final int MAX_MEMORY_KIB = 256 * 1024;
        static final int MAX_PASSES = 16;
        static final int MAX_LANES = 16;

        void verify() throws SafeException {
            require("KiB of memory", memoryKiB, MIN_MEMORY_KIB, MAX_MEMORY_KIB);
            require("passes", passes, 1, MAX_PASSES);
            require("lanes", lanes, 1, MAX_LANES);
        }

        private static void require(String what, int found, int min, int max) throws SafeException {
            if (found < min || found > max) {
                throw new SafeException("making its key takes " + Integer.toUnsignedString(found) + " " + what
                        + ", expected " + min + " to " + max);
            }
        }
    }

    /** The parameters as they stand in the file. */
    private record Parameters(Cost cost, byte[] salt) {
        private static final int SALT_BYTES = 16;
        private static final int BYTES = 3 * Integer.BYTES + SALT_BYTES;

        static Parameters anew(Cost cost) {
            return new Parameters(cost, AesGcm.random(SALT_BYTES));
        }

        static Parameters read(byte[] bytes) throws SafeException {
            if (bytes.length != BYTES) {
                throw new SafeException(
                        "its head is altered: " + bytes.length + " bytes of parameters, expected " + BYTES);
            }
            ByteBuffer in = ByteBuffer.wrap(bytes);
            Cost cost = new Cost(in.getInt(), in.getInt(), in.getInt());
            cost.verify();
            byte[] salt = new byte[SALT_BYTES];
            in.get(salt);
            return new Parameters(cost, salt);
        }

        byte[] bytes() {
            return ByteBuffer.allocate(BYTES)
                    .putInt(cost.memoryKiB())
                    .putInt(cost.passes())
                    .putInt(cost.lanes())
                    .put(salt)
                    .array();
        }
    }

    public Passphrase(Source source) {
        this(source, Cost.DEFAULT);
    }

    /** {@code cost}: that of new safes. */
    Passphrase(Source source, Cost cost) {
        this.source = source;
        this.cost = cost;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String described() {
        return "a passphrase";
    }

    @Override
    public synchronized Wrapped wrap(byte[] dataKey) throws SafeException {
        byte[] passphrase = passphrase(true);
        try {
            byte[] parameters = Parameters.anew(cost).bytes();
            return new Wrapped(parameters, AesGcm.seal(derived(passphrase, parameters), dataKey, BOUND));
        } finally {
            Arrays.fill(passphrase, (byte) 0);
        }
    }

    /** One at a time: each takes the memory anew. */
    @Override
    public synchronized byte[] unwrap(Wrapped wrapped) throws SafeException {
        byte[] passphrase = passphrase(false);
        try {
            byte[] attempt = digest(wrapped, passphrase);
            // what did not fit once never fits: no call pays for finding that out again
            if (refused != null && MessageDigest.isEqual(refused, attempt)) {
                throw wrong();
            }
            var key = AesGcm.open(derived(passphrase, wrapped.parameters()), wrapped.key(), BOUND);
            if (key.isEmpty()) {
                refused = attempt;
                throw wrong();
            }
            return key.get();
        } finally {
            Arrays.fill(passphrase, (byte) 0);
        }
    }

    private static SafeException wrong() {
        return new SafeException("the passphrase is not that of this safe, or the head of the safe was altered");
    }

    private byte[] passphrase(boolean anew) throws SafeException {
        char[] typed = source.get(anew);
        try {
            if (anew && typed.length < MIN_LENGTH) {
                throw new SafeException(
                        "a passphrase of " + typed.length + " characters, expected at least " + MIN_LENGTH);
            }
            ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(typed));
            byte[] bytes = Arrays.copyOf(encoded.array(), encoded.limit());
            Arrays.fill(encoded.array(), (byte) 0);
            return bytes;
        } finally {
            Arrays.fill(typed, '\0');
        }
    }

    private static SecretKey derived(byte[] passphrase, byte[] parameterBytes) throws SafeException {
        Parameters parameters = Parameters.read(parameterBytes);
        Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
        argon2.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(parameters.cost().memoryKiB())
                .withIterations(parameters.cost().passes())
                .withParallelism(parameters.cost().lanes())
                .withSalt(parameters.salt())
                .build());
        byte[] key = new byte[AesGcm.KEY_BYTES];
        argon2.generateBytes(passphrase, key);
        return AesGcm.key(key);
    }

    private static byte[] digest(Wrapped wrapped, byte[] passphrase) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(ByteBuffer.allocate(Integer.BYTES)
                    .putInt(wrapped.parameters().length)
                    .array());
            sha.update(wrapped.parameters());
            sha.update(ByteBuffer.allocate(Integer.BYTES)
                    .putInt(wrapped.key().length)
                    .array());
            sha.update(wrapped.key());
            return sha.digest(passphrase);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("no SHA-256 on this machine", e);
        }
    }
}
