// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.wire;

import org.jspecify.annotations.Nullable;

/** Says that the registry cannot answer now, as opposed to answering with a refusal: ids kept earlier may serve. */
final class RegistryOutage extends RegistryException {
    private static final long serialVersionUID = 1L;

    RegistryOutage(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
