// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.verdict;

import dev.seks.schemas.record.Verdict;

/** Writes verdicts where the broker reads them. */
public interface VerdictPublisher {

    /**
     * Publishes {@code verdict} to the partition in which its domain lives; returns once it is safely written.
     *
     * @throws PublishException when it is not known to be written
     */
    void publish(Verdict verdict, int partition) throws PublishException;

    /** Says that a verdict is not known to be written. */
    final class PublishException extends Exception {
        private static final long serialVersionUID = 1L;

        public PublishException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
