// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import dev.seks.schemas.yaml.Fault;

/** Something in a policy that is not wrong but most likely not meant. */
public record Finding(Severity severity, Fault at) {

    /** How much a finding matters. */
    public enum Severity {
        /** The policy does less than it seems to. */
        WARNING,
        /** Worth knowing. */
        NOTE
    }

    @Override
    public String toString() {
        return at.file() + ":" + at.line() + ":" + at.column() + ": "
                + (severity == Severity.WARNING ? "warning: " : "note: ") + at.message();
    }
}
