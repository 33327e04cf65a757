// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.trust;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The pinned keys of one role in one domain, found by key id. */
public final class KeyRing {
    /** A ring without a key: nobody is believed. */
    public static final KeyRing EMPTY = new KeyRing(Map.of());

    private final Map<String, TrustedKey> keys;

    private KeyRing(Map<String, TrustedKey> keys) {
        this.keys = Collections.unmodifiableMap(keys);
    }

    /**
     * A ring of these keys.
     *
     * @throws IllegalArgumentException when one key is listed for two owners
     */
    public static KeyRing of(List<TrustedKey> listed) {
        Map<String, TrustedKey> keys = new LinkedHashMap<>();
        for (TrustedKey key : listed) {
            TrustedKey other = keys.putIfAbsent(key.key().keyId(), key);
            if (other != null) {
                throw new IllegalArgumentException("key " + key.key().keyId() + " is listed twice");
            }
        }
        return new KeyRing(keys);
    }

    /** The key with this id, when it still holds for a record that was appended at {@code appended}. */
    public Optional<TrustedKey> find(String keyId, Instant appended) {
        return Optional.ofNullable(keys.get(keyId)).filter(key -> key.holdsAt(appended));
    }

    public List<TrustedKey> keys() {
        return List.copyOf(keys.values());
    }
}
