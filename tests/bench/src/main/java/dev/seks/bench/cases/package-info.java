// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Whether the peers answer rightly: the requests of {@code tests/conformance}, put to every engine with the policy written in
 * the words that it has. What an engine has no words for is told, and counted neither for nor against it.
 */
@NullMarked
package dev.seks.bench.cases;

import org.jspecify.annotations.NullMarked;
