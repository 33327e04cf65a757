// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.approvals;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.Outcome;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What people were asked and how it ended, in all and rule by rule: whether they still read what they approve, and which
 * rules need not ask. Fed with decisions in any order. Pure.
 */
final class ApprovalReport {
    /** The most rules that are told apart; those of a policy that has more are counted in all only. */
    static final int MAX_RULES = 10_000;

    private final int enough;
    private final Tally all = new Tally();
    private final Map<String, Tally> byRule = new TreeMap<>();

    /**
     * Begins a report.
     *
     * @param enough how many answers it takes to say something about a rule
     */
    ApprovalReport(int enough) {
        this.enough = enough;
    }

    /** What people do with the requests of a rule without exception. */
    enum Habit {
        /** They could be allowed without asking. */
        ALWAYS_APPROVED,
        /** They could be denied without asking. */
        NEVER_APPROVED
    }

    /** The requests of one rule. */
    record OfRule(String rule, Tally tally, @Nullable Habit habit) {}

    /** Counts a decision if it ended a wait for people. */
    void add(Decision decision) {
        if (decision.getOutcome() == Outcome.PENDING || decision.getApproval() == null) {
            return;
        }
        all.add(decision);
        String rule = decision.getRule();
        if (rule != null && (byRule.containsKey(rule) || byRule.size() < MAX_RULES)) {
            byRule.computeIfAbsent(rule, unused -> new Tally()).add(decision);
        }
    }

    Tally all() {
        return all;
    }

    /** The rules that asked people, the most often first. */
    List<OfRule> rules() {
        return byRule.entrySet().stream()
                .map(entry -> new OfRule(
                        entry.getKey(),
                        entry.getValue(),
                        habit(entry.getValue()).orElse(null)))
                .sorted(Comparator.comparingInt((OfRule rule) -> -rule.tally().asked()))
                .toList();
    }

    private Optional<Habit> habit(Tally tally) {
        if (tally.answered() < enough) {
            return Optional.empty();
        }
        if (tally.denied() == 0) {
            return Optional.of(Habit.ALWAYS_APPROVED);
        }
        return tally.approved() == 0 ? Optional.of(Habit.NEVER_APPROVED) : Optional.empty();
    }

    ObjectNode json() {
        ObjectNode json = json(all);
        ArrayNode rules = json.putArray("rules");
        for (OfRule rule : rules()) {
            ObjectNode one = JsonNodeFactory.instance.objectNode().put("rule", rule.rule());
            one.setAll(json(rule.tally()));
            one.put("habit", rule.habit() == null ? null : rule.habit().name());
            rules.add(one);
        }
        return json;
    }

    private static ObjectNode json(Tally tally) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("asked", tally.asked())
                .put("approved", tally.approved())
                .put("denied", tally.denied())
                .put("expired", tally.expired())
                .put("cancelled", tally.cancelled())
                .put("endedOtherwise", tally.other());
        json.set(
                "medianMs",
                tally.medianMs().isPresent()
                        ? JsonNodeFactory.instance.numberNode(tally.medianMs().getAsLong())
                        : JsonNodeFactory.instance.nullNode());
        return json.put("approvals", tally.approvals()).put("approvalsWithin3s", tally.hasty());
    }
}
