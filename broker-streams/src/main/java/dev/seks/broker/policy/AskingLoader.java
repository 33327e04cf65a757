// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import dev.seks.schemas.yaml.Faults;
import dev.seks.schemas.yaml.YamlScalar;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what approvals take: the file's defaults, and what single rules say otherwise. */
final class AskingLoader {
    private final Set<String> groups;
    private final Faults faults;
    private final Set<String> used = new HashSet<>();
    private Defaults defaults = Defaults.BUILT_IN;

    /** {@code groups} are those that the file declares. */
    AskingLoader(Set<String> groups, Faults faults) {
        this.groups = groups;
        this.faults = faults;
    }

    /** Reads the defaults, for all rules that are read after. */
    void defaults(Fields approval) {
        List<String> approvers = approvers(approval, Defaults.BUILT_IN.approvers());
        Optional<Integer> quorum = approval.whole("quorum");
        quorum.ifPresent(people -> requireSeats(approval, people, approvers));
        defaults = new Defaults(
                approvers,
                quorum,
                approval.span("expires_in").orElse(Defaults.BUILT_IN.expiresIn()),
                assurance(approval, Defaults.BUILT_IN.assurance()),
                approval.flag("grantable"));
    }

    Asking rule(Fields rule) {
        if (rule.entries().isEmpty()) {
            return defaults.asking();
        }
        List<String> approvers = approvers(rule, defaults.approvers());
        Optional<Integer> quorum = rule.whole("quorum");
        boolean seated =
                quorum.map(people -> requireSeats(rule, people, approvers)).orElse(false);
        return new Asking(
                seated ? new Requirement(approvers, quorum.get()) : defaults.requirement(approvers),
                rule.span("expires_in").orElse(defaults.expiresIn()),
                assurance(rule, defaults.assurance()),
                rule.flag("grantable").or(defaults::grantable));
    }

    private List<String> approvers(Fields fields, List<String> otherwise) {
        if (!fields.has("approvers")) {
            return otherwise;
        }
        List<String> names = new ArrayList<>();
        for (YamlScalar name : fields.scalars("approvers")) {
            if (!groups.contains(name.text()) && !name.text().equals(Defaults.OPERATORS)) {
                faults.add(
                        name,
                        "unknown group " + name.described() + faults.didYouMean(name.text(), groups)
                                + ", expected one of groups, or " + Defaults.OPERATORS);
            } else if (names.contains(name.text())) {
                faults.add(name, "group " + name.described() + " twice, each group has one seat");
            } else {
                names.add(name.text());
            }
        }
        used.addAll(names);
        return names.isEmpty() ? otherwise : names;
    }

    /** The groups that approve something, or would where a rule does not say otherwise. */
    Set<String> used() {
        return used;
    }

    private boolean requireSeats(Fields fields, int quorum, List<String> approvers) {
        if (quorum >= approvers.size()) {
            return true;
        }
        faults.add(
                fields.any("quorum").orElseThrow(),
                "quorum is " + quorum + ", expected at least " + approvers.size() + ", one of each of "
                        + String.join(", ", approvers));
        return false;
    }

    private static Assurance assurance(Fields fields, Assurance otherwise) {
        return fields.text("assurance").flatMap(Assurance::of).orElse(otherwise);
    }
}
