// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.topic;

import org.jspecify.annotations.Nullable;

/** Says that the cluster does not answer, or that its topics are not as declared. */
public final class TopicException extends Exception {
    private static final long serialVersionUID = 1L;

    TopicException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
