// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.invariant;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Holds a log against every invariant that can be seen from the topics.
 *
 * <pre>{@code
 * Log log = new TopicsReader(cluster.client(), topics).read(name -> name.startsWith(applicationId));
 * InvariantChecker.of(log).quiescent().withSecrets(List.of(token)).requireNoFinding();
 * }</pre>
 */
public final class InvariantChecker {
    private static final int MAX_SHOWN = 50;

    private static final List<Invariant> ALL = List.of(
            new ReadableRecords(),
            new ClaimAfterApproval(),
            new QuorumBeforeApproval(),
            new GrantsHold(),
            new EndedByGivers(),
            new OneClaimPerRequest(),
            new OneEndPerRequest(),
            new DecisionsAsJournalled(),
            new WindowsHold(),
            new OpenApprovalsHold(),
            new NoSecretInTopics(),
            new GaplessJournal(),
            new AuthenticatedAgent(),
            new NewestPolicyCited());

    private final Evidence evidence;

    private InvariantChecker(Evidence evidence) {
        this.evidence = evidence;
    }

    public static InvariantChecker of(Log log) {
        return new InvariantChecker(new Evidence(log, false, Map.of(), List.of(), null));
    }

    /** Nothing is on its way any more: every request must have ended. */
    public InvariantChecker quiescent() {
        return new InvariantChecker(
                new Evidence(evidence.log(), true, evidence.calls(), evidence.secrets(), evidence.identities()));
    }

    /** How often each request was seen by the services, by request digest; for actions that are not idempotent. */
    public InvariantChecker withCalls(Map<String, Integer> calls) {
        return new InvariantChecker(
                new Evidence(evidence.log(), evidence.isQuiescent(), calls, evidence.secrets(), evidence.identities()));
    }

    /** Texts that must stand in no topic, in no common encoding. */
    public InvariantChecker withSecrets(List<String> secrets) {
        return new InvariantChecker(
                new Evidence(evidence.log(), evidence.isQuiescent(), evidence.calls(), secrets, evidence.identities()));
    }

    /** By what it can be judged who has asked. */
    public InvariantChecker withIdentities(Identities identities) {
        return new InvariantChecker(
                new Evidence(evidence.log(), evidence.isQuiescent(), evidence.calls(), evidence.secrets(), identities));
    }

    /** Everything found, in the order of the invariants. */
    public List<Finding> findings() {
        return ALL.stream()
                .flatMap(invariant -> {
                    Findings findings = new Findings(invariant.number());
                    invariant.check(evidence, findings);
                    return findings.all().stream();
                })
                .toList();
    }

    /** Fails the test that calls it when anything is found. */
    public void requireNoFinding() {
        List<Finding> findings = findings();
        if (!findings.isEmpty()) {
            throw new AssertionError(findings.size() + " findings:\n"
                    + findings.stream().limit(MAX_SHOWN).map(Finding::toString).collect(Collectors.joining("\n")));
        }
    }
}
