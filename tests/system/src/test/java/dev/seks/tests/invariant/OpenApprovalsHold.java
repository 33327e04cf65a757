// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.invariant;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.seks.schemas.record.Coordinates;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.Outcome;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * I5, of what waits for people: where a request begins to wait, no more of its agent wait than the policy in force lets.
 * Counted anew from the decisions alone, and the number read off the text of the policy by another reader of YAML.
 */
final class OpenApprovalsHold implements Invariant {
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final int UNLESS_SET = 50;

    @Override
    public String number() {
        return "I5";
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        Map<String, Integer> caps = new HashMap<>();
        Map<String, Set<Coordinates>> waiting = new HashMap<>();
        List<Logged<Decision>> ordered = evidence.log().decisions().stream()
                .sorted(Comparator.comparingLong(decision -> decision.said().getSeq()))
                .toList();
        for (Logged<Decision> decision : ordered) {
            Decision said = decision.said();
            Set<Coordinates> open =
                    waiting.computeIfAbsent(said.getDomain() + " " + said.getAgent(), agent -> new HashSet<>());
            if (said.getOutcome() != Outcome.PENDING) {
                open.remove(said.getRequestCoordinates());
            } else if (open.add(said.getRequestCoordinates())) {
                int cap = caps.computeIfAbsent(
                        said.getDomain() + " " + said.getPolicyVersion(), policy -> cap(evidence, said));
                if (open.size() > cap) {
                    findings.decision(
                            decision, open.size() + " requests of " + said.getAgent() + " wait, at most " + cap);
                }
            }
        }
    }

    private static int cap(Evidence evidence, Decision decision) {
        return evidence.log()
                .bundle(decision.getDomain(), decision.getPolicyVersion())
                .map(bundle -> read(bundle.getPolicy().getText()))
                .orElse(UNLESS_SET);
    }

    private static int read(String policy) {
        try {
            JsonNode file = YAML.readTree(policy);
            return file.path("defaults").path("max_open_approvals").asInt(UNLESS_SET);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a policy in force is no YAML", e);
        }
    }
}
