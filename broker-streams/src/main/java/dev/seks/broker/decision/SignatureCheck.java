// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import dev.seks.schemas.signature.RecordKind;
import dev.seks.schemas.signature.RecordVerifier;
import dev.seks.schemas.signature.SignatureHeader;
import dev.seks.schemas.signature.Verifier;

/** Tells whether a signature fits a record. INVARIANT: the answer depends on what is asked alone. */
public interface SignatureCheck {

    /** Whether {@code header} is the signature of {@code key} over the event's record, as one of that kind. */
    boolean fits(Verifier key, SignatureHeader header, RecordKind kind, Event event);

    /** Finds it out when it is asked. */
    static SignatureCheck of(String clusterId) {
        RecordVerifier verifier = new RecordVerifier(clusterId);
        return (key, header, kind, event) ->
                verifier.verifies(key, header, kind, event.cause().getTopic(), event.value());
    }
}
