// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.signature;

import dev.seks.schemas.catalogue.Names;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The HMAC keys of agents, all derived from one master secret, so that none is stored: HKDF-SHA256 (RFC 5869) without salt;
 * the info is, each behind two bytes of length, {@code seks-agent-key-v1}, the domain and the agent, then four bytes of
 * version. The key id is {@code hmac-VERSION.AGENT}: it says whose key it claims to be.
 */
public final class AgentKeys {
    /** The highest version of a key. */
    public static final int MAX_VERSION = 999_999;

    private static final byte[] LABEL = "seks-agent-key-v1".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NO_SALT = new byte[HmacKey.BYTES];
    private static final Pattern KEY_ID = Pattern.compile("hmac-([1-9][0-9]{0,5})\\.(.{1,64})");

    private final HmacKey extracted;

    private AgentKeys(HmacKey extracted) {
        this.extracted = extracted;
    }

    /** The keys under a master secret of at least 32 bytes. */
    public static AgentKeys of(byte[] master) {
        if (master.length < HmacKey.BYTES) {
            throw new IllegalArgumentException(
                    "a master secret of " + master.length + " bytes, expected at least " + HmacKey.BYTES);
        }
        return new AgentKeys(HmacKey.of("hkdf", HmacKey.of("hkdf", NO_SALT).sign(master)));
    }

    /** Whose key an id names. */
    public record Name(String agent, int version) {
        public Name {
            if (!Names.isAgent(agent) || version < 1 || version > MAX_VERSION) {
                throw new IllegalArgumentException(
                        "key version " + version + " of an agent, expected a name and 1 to " + MAX_VERSION);
            }
        }

        public String keyId() {
            return "hmac-" + version + "." + agent;
        }

        /** The name that a key id stands for, if it is the id of an agent's HMAC key. */
        public static Optional<Name> of(String keyId) {
            Matcher form = KEY_ID.matcher(keyId);
            return form.matches() && Names.isAgent(form.group(2))
                    ? Optional.of(new Name(form.group(2), Integer.parseInt(form.group(1))))
                    : Optional.empty();
        }
    }

    /** The key of an agent in a domain. */
    public HmacKey key(String domain, Name name) {
        byte[] inDomain = domain.getBytes(StandardCharsets.UTF_8);
        byte[] agent = name.agent().getBytes(StandardCharsets.UTF_8);
        // one block of output: T(1) = HMAC(PRK, info | 0x01)
        ByteBuffer info = ByteBuffer.allocate(
                3 * Short.BYTES + LABEL.length + inDomain.length + agent.length + Integer.BYTES + 1);
        for (byte[] part : new byte[][] {LABEL, inDomain, agent}) {
            info.putShort((short) part.length).put(part);
        }
        info.putInt(name.version()).put((byte) 1);
        byte[] secret = extracted.sign(info.array());
        HmacKey key = HmacKey.of(name.keyId(), secret);
        Arrays.fill(secret, (byte) 0);
        return key;
    }

    @Override
    public String toString() {
        return "[redacted]";
    }
}
