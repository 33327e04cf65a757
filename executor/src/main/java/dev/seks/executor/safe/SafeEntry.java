// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.safe;

import dev.seks.executor.credential.StoredCredential;
import java.time.Instant;

/**
 * One credential in a safe.
 *
 * @param updatedAt when it was last set, by the clock of whoever set it
 */
public record SafeEntry(StoredCredential credential, Instant updatedAt) {}
