// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.egress;

import java.net.UnknownHostException;

/** Says that the addresses of a host were not known in time. */
public final class LateNamesException extends UnknownHostException {
    private static final long serialVersionUID = 1L;

    LateNamesException(String message) {
        super(message);
    }
}
