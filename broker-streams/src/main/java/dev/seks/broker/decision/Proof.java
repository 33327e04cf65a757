// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import dev.seks.schemas.record.AuthMethod;
import org.jspecify.annotations.Nullable;

/** Whether a record shows who wrote it. */
sealed interface Proof {

    /**
     * It does.
     *
     * @param keyId the key that signed it; null when nothing had to be proved
     * @param owner the agent or the person whose key it is; null when the record may name anybody
     */
    record Proven(
            AuthMethod method,
            @Nullable String keyId,
            @Nullable String owner) implements Proof {
        /** Nothing was asked for. */
        static final Proven NOTHING = new Proven(AuthMethod.NONE, null, null);
    }

    /** It does not; {@code why} is a sentence for a person. */
    record Missing(String why) implements Proof {}
}
