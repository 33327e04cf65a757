// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.claim;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the log says about a partition when an executor takes it over.
 *
 * @param lastSeqs the highest seq dealt with, by domain
 * @param marks how far back each domain's progress on record makes a successor read, by domain
 * @param next the ends of what was read, and of what was dealt with
 * @param openClaims claims without a result, in log order
 * @param givenUp claims of which nobody knew what became of them
 */
record PartitionPast(
        Map<String, Long> lastSeqs,
        Map<String, Mark> marks,
        Next next,
        List<OpenClaim> openClaims,
        Set<ClaimKey> givenUp) {

    /**
     * From where on claims and results must be read to know of everything that was done in a domain.
     *
     * @param claims offset in the topic of claims
     * @param results offset in the topic of results
     */
    record Mark(long claims, long results) {
        /** From the beginning. */
        static final Mark NONE = new Mark(0, 0);

        Mark orLater(Mark other) {
            return new Mark(Math.max(claims, other.claims), Math.max(results, other.results));
        }

        Mark orEarlier(Mark other) {
            return new Mark(Math.min(claims, other.claims), Math.min(results, other.results));
        }
    }

    /**
     * Offsets in the topics of a partition.
     *
     * @param claim below which every claim is either resolved or among the open ones
     * @param result below which every result is accounted for in the last seqs
     * @param decision below which every decision was dealt with
     */
    record Next(long claim, long result, long decision) {}
}
