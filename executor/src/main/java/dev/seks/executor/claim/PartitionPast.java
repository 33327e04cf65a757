// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.claim;

import java.util.List;
import java.util.Map;

/**
 * What the log says about a partition when an executor takes it over.
 *
 * @param lastSeqs the highest seq dealt with, by domain
 * @param nextClaim offset below which every claim is either resolved or among {@code openClaims}
 * @param openClaims claims without a result, in log order
 */
record PartitionPast(Map<String, Long> lastSeqs, long nextClaim, List<OpenClaim> openClaims) {}
