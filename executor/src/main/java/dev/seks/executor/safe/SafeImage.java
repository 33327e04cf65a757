// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.safe;

import dev.seks.executor.safe.KeyWrapping.Wrapped;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The bytes of a safe, version 1, all numbers big-endian:
 *
 * <pre>
 * 8 bytes   SEKSSAFE
 * 2 bytes   version of the format, 1
 * 1 byte    length of the name of the wrapping, and the name in ASCII
 * 2 bytes   length of its parameters, and the parameters
 * 2 bytes   length of the wrapped data key, and the key
 * 4 bytes   length of the sealed content, and that: nonce of 12 bytes, ciphertext, tag of 16 bytes
 * </pre>
 *
 * <p>Everything before the sealed content is bound to it: whoever alters a byte of the head makes the content unreadable.
 *
 * @param head everything before the sealed content
 */
record SafeImage(String wrapping, Wrapped wrapped, byte[] head, byte[] sealed) {
    /** Largest safe, in bytes. */
    static final int MAX_BYTES = 4 * 1024 * 1024;

    private static final byte[] MAGIC = "SEKSSAFE".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int MAX_NAME = 32;

    /** The head of a new safe; the length of the sealed content, which it ends with, is still to be filled in. */
    static byte[] head(String wrapping, Wrapped wrapped, int sealedLength) {
        byte[] name = wrapping.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer out = ByteBuffer.allocate(
                MAGIC.length + 2 + 1 + name.length + 2 + wrapped.parameters().length + 2 + wrapped.key().length + 4);
        out.put(MAGIC).putShort((short) VERSION);
        out.put((byte) name.length).put(name);
        out.putShort((short) wrapped.parameters().length).put(wrapped.parameters());
        out.putShort((short) wrapped.key().length).put(wrapped.key());
        return out.putInt(sealedLength).array();
    }

    byte[] bytes() {
        byte[] bytes = Arrays.copyOf(head, head.length + sealed.length);
        System.arraycopy(sealed, 0, bytes, head.length, sealed.length);
        return bytes;
    }

    /**
     * The safe in these bytes of {@code file}; nothing of it is opened yet.
     *
     * @throws SafeException when they are none, or of a later version, or cut off
     */
    static SafeImage read(Path file, byte[] bytes) throws SafeException {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            if (!Arrays.equals(taken(in, Math.min(MAGIC.length, bytes.length)), MAGIC)) {
                throw new SafeException(file + " is no safe: it does not begin as one");
            }
            int version = Short.toUnsignedInt(in.getShort());
            if (version != VERSION) {
                throw new SafeException(
                        file + " is a safe of version " + version + ", this seks reads version " + VERSION);
            }
            String name = name(file, in);
            byte[] parameters = field(file, in);
            byte[] key = field(file, in);
            int length = in.getInt();
            byte[] head = Arrays.copyOf(bytes, in.position());
            if (length != in.remaining()) {
                throw new SafeException(file + " has " + in.remaining() + " bytes of content, expected "
                        + Integer.toUnsignedString(length) + ": it is cut off or was altered");
            }
            return new SafeImage(name, new Wrapped(parameters, key), head, taken(in, length));
        } catch (BufferUnderflowException e) {
            throw new SafeException(file + " ends after " + bytes.length + " bytes, within its head: it is cut off");
        }
    }

    private static String name(Path file, ByteBuffer in) throws SafeException {
        int length = Byte.toUnsignedInt(in.get());
        byte[] name = length <= MAX_NAME ? taken(in, length) : new byte[0];
        for (byte b : name) {
            if (b <= ' ' || b > '~') {
                throw altered(file);
            }
        }
        if (name.length == 0) {
            throw altered(file);
        }
        return new String(name, StandardCharsets.US_ASCII);
    }

    private static byte[] field(Path file, ByteBuffer in) throws SafeException {
        int length = Short.toUnsignedInt(in.getShort());
        if (length > KeyWrapping.MAX_BYTES) {
            throw altered(file);
        }
        return taken(in, length);
    }

    private static byte[] taken(ByteBuffer in, int length) {
        byte[] taken = new byte[length];
        in.get(taken);
        return taken;
    }

    private static SafeException altered(Path file) {
        return new SafeException("the head of " + file + " was altered: it cannot be read");
    }
}
