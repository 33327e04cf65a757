// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.topology;

import dev.seks.broker.decision.RequestKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Bytes;

/**
 * Keys of the one state store: the domain, then what it is, then whose. Names hold no zero byte, so no key is the
 * beginning of another domain's.
 */
final class StateKeys {
    private static final byte END = 0;
    private static final byte DOMAIN = 'd';
    private static final byte POLICY = 'p';
    private static final byte BOOK = 'b';
    private static final byte ANSWER = 'a';
    private static final byte OPEN = 'o';
    private static final byte GRANTS = 'g';

    /** Sorts behind every name, since names are of ASCII letters, digits and marks. */
    private static final String BEHIND_NAMES = "\u007f";

    private StateKeys() {}

    static Bytes domain(String domain) {
        return key(domain, DOMAIN, "");
    }

    static Bytes policy(String domain) {
        return key(domain, POLICY, "");
    }

    static Bytes book(String domain, String owner) {
        return key(domain, BOOK, owner);
    }

    static Bytes answer(RequestKey request) {
        return key(request.domain(), ANSWER, request.agent() + "\0" + request.requestId());
    }

    static Bytes open(RequestKey request) {
        return key(request.domain(), OPEN, request.agent() + "\0" + request.requestId());
    }

    static Bytes grants(String domain, String agent) {
        return key(domain, GRANTS, agent);
    }

    /** From here on stand what the agents of a domain are granted. */
    static Bytes firstGrants(String domain) {
        return key(domain, GRANTS, "");
    }

    /** Behind all that the agents of a domain are granted, and before anything else; a range includes its end. */
    static Bytes afterGrants(String domain) {
        return key(domain, GRANTS, BEHIND_NAMES);
    }

    /** The agent in a key of {@link #grants}. */
    static String agentOf(Bytes key) {
        byte[] bytes = key.get();
        int start = domainOf(key).length() + 2;
        return new String(bytes, start, bytes.length - start, StandardCharsets.UTF_8);
    }

    /** From here on stand a domain's open requests. */
    static Bytes firstOpen(String domain) {
        return key(domain, OPEN, "");
    }

    /** Behind all open requests of a domain, and before anything else; a range includes its end. */
    static Bytes afterOpen(String domain) {
        return key(domain, OPEN, BEHIND_NAMES);
    }

    /** Behind everything of a domain. */
    static Bytes after(String domain) {
        return Bytes.wrap((domain + "\u0001").getBytes(StandardCharsets.UTF_8));
    }

    static String domainOf(Bytes key) {
        byte[] bytes = key.get();
        int length = 0;
        while (bytes[length] != END) {
            length++;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    static boolean isAnswer(Bytes key) {
        byte[] bytes = key.get();
        return bytes[domainOf(key).length() + 1] == ANSWER;
    }

    private static Bytes key(String domain, byte kind, String rest) {
        byte[] first = domain.getBytes(StandardCharsets.UTF_8);
        byte[] last = rest.getBytes(StandardCharsets.UTF_8);
        return Bytes.wrap(ByteBuffer.allocate(first.length + 2 + last.length)
                .put(first)
                .put(END)
                .put(kind)
                .put(last)
                .array());
    }
}
