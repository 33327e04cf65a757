// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.policy;

import dev.seks.broker.decision.Rehearsal;
import dev.seks.broker.policy.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Why a policy without a fault is not published all the same. */
public final class Objections {
    private Objections() {}

    /** Approvals that nobody could give, and tests of the file itself that fail; each in one line. */
    public static List<String> to(Trial.Ready ready) {
        List<String> objections = new ArrayList<>();
        Optional<Rule> needing = ready.policy().needsOperators();
        if (ready.operators().isEmpty() && needing.isPresent()) {
            Rule rule = needing.get();
            objections.add(rule.file() + ":" + rule.line() + ": " + rule.path()
                    + " asks the group operators, and nobody is in it; --operator PERSON names somebody, approvers"
                    + " another group");
        }
        ready.rehearsal().run(ready.policy()).stream()
                .filter(result -> !result.isMet())
                .map((Rehearsal.TestResult result) -> TestLine.text(result))
                .forEach(objections::add);
        return objections;
    }
}
