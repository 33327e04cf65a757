// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.approvals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/**
 * What a person at the terminal wants done.
 *
 * @param entry the request that they looked at; missing when they want to leave
 */
record Ask(Kind kind, JsonNode entry) {
    enum Kind {
        APPROVE,
        /** And the same for {@link InboxState#A_WHILE}. */
        APPROVE_FOR_A_WHILE,
        DENY,
        QUIT
    }

    static Ask quit() {
        return new Ask(Kind.QUIT, MissingNode.getInstance());
    }

    String digest() {
        return ApprovalText.digest(entry);
    }
}
