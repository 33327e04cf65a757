// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import java.util.List;

/** The limits and budgets that stand outside the agents. */
record Limits(List<Limit> global, List<Limit> perAgent, List<Keyed> perService, List<Keyed> perAction) {
    static final Limits NONE = new Limits(List.of(), List.of(), List.of(), List.of());

    /** Limits under a key that is a name or a pattern of names; each name that matches is counted by itself. */
    record Keyed(ActionPattern key, List<Limit> limits) {
        Keyed {
            limits = List.copyOf(limits);
        }
    }

    Limits {
        global = List.copyOf(global);
        perAgent = List.copyOf(perAgent);
        perService = List.copyOf(perService);
        perAction = List.copyOf(perAction);
    }
}
