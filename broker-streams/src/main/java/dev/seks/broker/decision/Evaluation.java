// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import dev.seks.broker.policy.Rule;
import dev.seks.schemas.record.Approval;
import dev.seks.schemas.record.Reason;
import java.util.List;

/** What the policy says of a request, before limits. */
sealed interface Evaluation {

    /** One sentence for a person or a model. */
    String explanation();

    /** All rules that determined it, in file order. */
    List<Rule> rules();

    /** It may run; {@code grant} is what comes with it, if it is asked for. */
    record Allowed(String explanation, List<Rule> rules, GrantTerms grant) implements Evaluation {}

    /** It may run, since people granted it; {@code grant} is as it was before this use. */
    record Granted(String explanation, List<Rule> rules, Grant grant) implements Evaluation {}

    /** It may run when people approve; {@code approval} holds the verdicts so far, {@code grant} what may come with it. */
    record Asked(String explanation, List<Rule> rules, Approval approval, GrantTerms grant) implements Evaluation {}

    /** It may not run. */
    record Refused(Reason reason, String explanation, List<Rule> rules) implements Evaluation {

        static Refused of(Reason reason, String explanation) {
            return new Refused(reason, explanation, List.of());
        }
    }
}
