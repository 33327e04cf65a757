// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import dev.seks.schemas.yaml.Fault;
import dev.seks.schemas.yaml.Faults;
import dev.seks.schemas.yaml.YamlNode;
import dev.seks.schemas.yaml.YamlScalar;
import java.time.Duration;
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
    private final List<Finding> findings = new ArrayList<>();
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
        Duration expiresIn = approval.span("expires_in").orElse(Defaults.BUILT_IN.expiresIn());
        defaults = new Defaults(
                approvers,
                quorum,
                expiresIn,
                assurance(approval, Defaults.BUILT_IN.assurance()),
                approval.flag("grantable"),
                escalation(approval, approvers, expiresIn));
    }

    Asking rule(Fields rule) {
        if (rule.entries().isEmpty()) {
            return defaults.asking();
        }
        List<String> approvers = approvers(rule, defaults.approvers());
        Optional<Integer> quorum = rule.whole("quorum");
        boolean seated =
                quorum.map(people -> requireSeats(rule, people, approvers)).orElse(false);
        Duration expiresIn = rule.span("expires_in").orElse(defaults.expiresIn());
        Requirement requirement = seated ? new Requirement(approvers, quorum.get()) : defaults.requirement(approvers);
        return new Asking(
                requirement.escalating(
                        rule.has("escalate") ? escalation(rule, approvers, expiresIn) : inherited(rule, expiresIn)),
                expiresIn,
                assurance(rule, defaults.assurance()),
                rule.flag("grantable").or(defaults::grantable));
    }

    private List<String> approvers(Fields fields, List<String> otherwise) {
        if (!fields.has("approvers")) {
            return otherwise;
        }
        List<String> names = groups(fields, "approvers", "each group has one seat");
        return names.isEmpty() ? otherwise : names;
    }

    /** What the fields say of an escalation; faults where it could never come, or would ask nobody else. */
    private Optional<Escalation> escalation(Fields fields, List<String> approvers, Duration expiresIn) {
        Fields escalate = fields.fields("escalate");
        List<String> names = groups(escalate, "to", "each group is asked once");
        for (YamlScalar name : escalate.scalars("to")) {
            if (approvers.contains(name.text())) {
                faults.add(name, "group " + name.described() + " is asked from the first, expected another");
            }
        }
        Optional<Duration> after = escalate.span("after");
        boolean isTooLate = after.filter(time -> time.compareTo(expiresIn) >= 0).isPresent();
        if (isTooLate) {
            faults.add(
                    escalate.scalar("after").orElseThrow(),
                    "after is " + Grammar.told(after.get()) + ", expected less than expires_in, which is "
                            + Grammar.told(expiresIn));
        }
        return after.isEmpty() || isTooLate || names.isEmpty()
                ? Optional.empty()
                : Optional.of(new Escalation(after.get(), names));
    }

    /** That of the defaults, where the rule waits for long enough. */
    private Optional<Escalation> inherited(Fields rule, Duration expiresIn) {
        Optional<Escalation> escalation = defaults.escalation();
        if (escalation.isPresent() && escalation.get().after().compareTo(expiresIn) >= 0) {
            YamlNode at = rule.any("expires_in").orElseThrow();
            findings.add(new Finding(
                    Finding.Severity.WARNING,
                    new Fault(
                            at.file(),
                            at.line(),
                            at.column(),
                            "it expires after " + Grammar.told(expiresIn)
                                    + ", so defaults.approval.escalate never comes, which is after "
                                    + Grammar.told(escalation.get().after()))));
            return Optional.empty();
        }
        return escalation;
    }

    /** What is most likely not meant. */
    List<Finding> findings() {
        return List.copyOf(findings);
    }

    /** The known groups of a list, each once. */
    private List<String> groups(Fields fields, String key, String once) {
        List<String> names = new ArrayList<>();
        for (YamlScalar name : fields.scalars(key)) {
            if (!groups.contains(name.text()) && !name.text().equals(Defaults.OPERATORS)) {
                faults.add(
                        name,
                        "unknown group " + name.described() + faults.didYouMean(name.text(), groups)
                                + ", expected one of groups, or " + Defaults.OPERATORS);
            } else if (names.contains(name.text())) {
                faults.add(name, "group " + name.described() + " twice, " + once);
            } else {
                names.add(name.text());
            }
        }
        used.addAll(names);
        return names;
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
