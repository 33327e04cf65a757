// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import dev.seks.schemas.digest.Digest;
import dev.seks.schemas.record.CapabilityRequest;
import dev.seks.schemas.record.Coordinates;
import org.jspecify.annotations.Nullable;

/**
 * What a decision is about: the record as logged and, where it could be decoded, the request in it.
 *
 * @param request null when the record could not be decoded
 * @param proof who has shown to have written it; null when nobody has
 * @param bytes the value as logged
 * @param digest of {@code bytes}
 */
record Subject(
        @Nullable CapabilityRequest request,
        Proof.@Nullable Proven proof,
        byte @Nullable [] bytes,
        String digest,
        Coordinates coordinates) {

    static Subject of(Event event, @Nullable CapabilityRequest request, Proof.@Nullable Proven proof) {
        return new Subject(request, proof, event.value(), Digest.of(event.value()), event.cause());
    }
}
