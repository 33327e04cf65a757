// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor;

import dev.seks.schemas.signature.HmacKey;
import dev.seks.schemas.trust.TrustRoots;
import java.util.List;

/**
 * Whom an executor believes, and the key by which its successors believe it.
 *
 * @param roots the pinned public keys, of which it takes the publishers'
 * @param decisions keys that decisions may be signed with; several while they are changed
 * @param executions keys of what executors have done: the first signs, all of them verify
 */
public record ExecutorKeys(TrustRoots roots, List<HmacKey> decisions, List<HmacKey> executions) {
    public ExecutorKeys {
        decisions = List.copyOf(decisions);
        executions = List.copyOf(executions);
        if (decisions.isEmpty() || executions.isEmpty()) {
            throw new IllegalArgumentException("no key of decisions or of executions, expected one of each");
        }
    }
}
