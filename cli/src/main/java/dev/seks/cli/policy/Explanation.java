// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.policy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seks.broker.condition.Hours;
import dev.seks.broker.decision.Rehearsal;
import dev.seks.broker.policy.Candidate;
import dev.seks.broker.policy.LimitRule;
import dev.seks.broker.policy.PolicyTest;
import dev.seks.schemas.approval.Escalations;
import dev.seks.schemas.record.Approval;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a policy says to one request, and what came of each rule.
 *
 * @param byName whether there is no catalogue, so that nobody knows the action's effect
 * @param limits those that would be looked at; none for a denial
 * @param maxOpenApprovals how many requests of the agent may wait for people at once
 * @param candidates every rule of the agent and the service, those that decided first
 */
record Explanation(
        PolicyTest.Question question,
        Instant at,
        Rehearsal.Answer answer,
        boolean byName,
        List<LimitRule> limits,
        int maxOpenApprovals,
        List<Candidate> candidates) {
    /** So many of the rules that did not decide are shown where not all are wanted. */
    static final int FEW = 12;

    Explanation {
        limits = List.copyOf(limits);
        candidates = List.copyOf(candidates);
    }

    static Explanation of(Rehearsal rehearsal, PolicyTest.Question question, Instant at) {
        Rehearsal.Answer answer = rehearsal.ask(question, at);
        boolean counts = answer.outcome().equals("approved") || answer.outcome().equals("pending");
        return new Explanation(
                question,
                at,
                answer,
                rehearsal.isByName(),
                counts ? rehearsal.limits(question) : List.of(),
                rehearsal.maxOpenApprovals(),
                rehearsal.candidates(question, at, answer));
    }

    /** The rules that decided. */
    List<Candidate> decided() {
        return candidates.stream()
                .filter(candidate -> candidate.fate() == Candidate.Fate.DECIDED)
                .toList();
    }

    /** The other rules, those that match by name first; all of them, or the first few. */
    List<Candidate> others(boolean all) {
        return candidates.stream()
                .filter(candidate -> candidate.fate() != Candidate.Fate.DECIDED)
                .limit(all ? Long.MAX_VALUE : FEW)
                .toList();
    }

    /** How many of the other rules are left out. */
    int leftOut(boolean all) {
        return candidates.size() - decided().size() - others(all).size();
    }

    ObjectNode json(boolean all) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("agent", question.agent())
                .put("service", question.service())
                .put("action", question.action())
                .put("at", at.toString());
        AnswerJson.put(json, answer);
        json.set("approval", answer.approval().map(this::json).orElse(null));
        ArrayNode looked = json.putArray("limits");
        limits.forEach(limit -> looked.addObject()
                .put("name", limit.name())
                .put("scope", limit.scope().name())
                .put("unit", limit.unit().name())
                .put("max", limit.max())
                .put("windowMs", limit.windowMs()));
        ArrayNode others = json.putArray("candidates");
        others(all).forEach(candidate -> others.add(json(candidate)));
        return json.put("candidatesLeftOut", leftOut(all));
    }

    private ObjectNode json(Approval approval) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode groups = json.putArray("approvers");
        approval.getApprovers().forEach(group -> groups.add(group.getGroup()));
        return json.put("quorum", approval.getQuorum())
                .put(
                        "expiresInSeconds",
                        Duration.between(at, approval.getExpiresAt()).toSeconds())
                .put("assurance", approval.getAssurance().name())
                .put("grantable", byName ? null : approval.getGrantable())
                .put("maxOpen", maxOpenApprovals)
                .set("escalation", Escalations.next(approval).map(this::json).orElse(null));
    }

    private ObjectNode json(Escalations.Step step) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode groups = json.putArray("to");
        step.groups().forEach(groups::add);
        return json.put("afterSeconds", Duration.between(at, step.at()).toSeconds());
    }

    private static ObjectNode json(Candidate candidate) {
        return AnswerJson.rule(candidate.rule())
                .put("pattern", candidate.rule().pattern())
                .put("verb", candidate.verb().name())
                .put("fate", candidate.fate().name())
                .put("condition", candidate.condition().orElse(null))
                .put("hours", candidate.hours().map(Hours::told).orElse(null));
    }
}
