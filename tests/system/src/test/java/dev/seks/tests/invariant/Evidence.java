// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.invariant;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What there is to judge by.
 *
 * @param isQuiescent whether nothing is on its way any more, so that everything must have ended
 * @param calls how often each request was seen on the wire, by request digest; empty where nobody counted
 * @param secrets texts that must stand nowhere
 * @param identities by what it can be judged who has asked; null where nobody says
 */
record Evidence(
        Log log,
        boolean isQuiescent,
        Map<String, Integer> calls,
        List<String> secrets,
        @Nullable Identities identities) {

    Evidence {
        calls = Map.copyOf(calls);
        secrets = List.copyOf(secrets);
    }
}
