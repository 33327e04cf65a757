// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.wire;

import org.jspecify.annotations.Nullable;

/** Says why the ids of the schemas are not known; a process that gets it is not ready and takes no work. */
public class RegistryException extends Exception {
    private static final long serialVersionUID = 1L;

    RegistryException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
