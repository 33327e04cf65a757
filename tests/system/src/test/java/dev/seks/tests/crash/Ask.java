// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.crash;

import dev.seks.client.FinalState;
import dev.seks.client.Request;
import dev.seks.schemas.record.ExecutionStatus;
import dev.seks.schemas.record.Outcome;
import java.util.Set;

/**
 * A request of the test, and what may become of it.
 *
 * @param item names it on the wire
 * @param judgedFrom the round from which a person has an opinion about it
 */
record Ask(Kind kind, String item, Request request, int judgedFrom) {
    /** What a call that is not idempotent can end with when its process may die. */
    private static final Set<ExecutionStatus> KNOWN_OR_NOT =
            Set.of(ExecutionStatus.SUCCEEDED, ExecutionStatus.OUTCOME_UNKNOWN);

    /** What is asked for: an action of the shop, and how it must end. */
    enum Kind {
        READ("get", Outcome.APPROVED, Set.of(ExecutionStatus.SUCCEEDED)),
        ORDER("order", Outcome.APPROVED, KNOWN_OR_NOT),
        CANCEL("cancel", Outcome.DENIED, Set.of()),
        REFUND("refund", Outcome.APPROVED, KNOWN_OR_NOT),
        UNJUSTIFIED_REFUND("refund", Outcome.DENIED, Set.of());

        final String action;
        private final Outcome outcome;
        private final Set<ExecutionStatus> statuses;

        Kind(String action, Outcome outcome, Set<ExecutionStatus> statuses) {
            this.action = action;
            this.outcome = outcome;
            this.statuses = statuses;
        }

        boolean allows(FinalState end) {
            return end.outcome() == outcome
                    && (end.result() == null
                            ? statuses.isEmpty()
                            : statuses.contains(end.result().getStatus()));
        }

        /** Whether the service may see it at all. */
        boolean isCalled() {
            return outcome == Outcome.APPROVED;
        }

        /** What a person says about it. */
        String verdict() {
            return this == REFUND ? "APPROVE" : "DENY";
        }

        /** Whether the service must never see it twice. */
        boolean isOnce() {
            return this == ORDER || this == REFUND;
        }
    }

    static Ask of(Kind kind, String agent, String item, int judgedFrom) {
        Request request = Request.of(agent, "shop", kind.action).id(item).params("{\"item\":\"" + item + "\"}");
        return new Ask(kind, item, request, judgedFrom);
    }
}
