// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.invariant;

import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.EventKind;
import dev.seks.schemas.record.JournalEntry;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.PolicyBundle;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * I11: no decision cites a policy older than the newest one activated before it, versions only rise, and the bundle that
 * a decision names was published.
 */
final class NewestPolicyCited implements Invariant {

    @Override
    public String number() {
        return "I11";
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        Map<String, NavigableMap<Long, Integer>> activated = activations(evidence, findings);
        Set<String> published = new HashSet<>();
        for (Logged<PolicyBundle> bundle : evidence.log().policies()) {
            if (bundle.content() != null) {
                published.add(
                        bundle.content().getDomain() + " " + bundle.content().getVersion() + " " + bundle.digest());
            }
        }
        for (Logged<Decision> decision : evidence.log().decisions()) {
            Map.Entry<Long, Integer> newest = activated
                    .getOrDefault(decision.said().getDomain(), new TreeMap<>())
                    .lowerEntry(decision.said().getSeq());
            cited(decision, newest == null ? 0 : newest.getValue(), published, findings);
        }
    }

    /** By domain: the version in force from each seq on. */
    private static Map<String, NavigableMap<Long, Integer>> activations(Evidence evidence, Findings findings) {
        Map<String, NavigableMap<Long, Integer>> activated = new HashMap<>();
        for (Logged<JournalEntry> entry : evidence.log().journal()) {
            NavigableMap<Long, Integer> versions =
                    activated.computeIfAbsent(entry.said().getDomain(), domain -> new TreeMap<>());
            int before = versions.isEmpty() ? 0 : versions.lastEntry().getValue();
            int now = entry.said().getPolicyVersion() == null ? 0 : entry.said().getPolicyVersion();
            if (now < before) {
                findings.entry(entry, "policy " + now + " in force, after " + before);
            } else if (now > before && entry.said().getKind() != EventKind.POLICY) {
                findings.entry(entry, "policy " + now + " came into force without a bundle");
            }
            if (now > before) {
                versions.put(entry.said().getSeq(), now);
            }
        }
        return activated;
    }

    private static void cited(Logged<Decision> decision, int newest, Set<String> published, Findings findings) {
        Decision said = decision.said();
        Integer version = said.getPolicyVersion();
        if (version == null) {
            if (said.getOutcome() != Outcome.DENIED) {
                findings.decision(decision, said.getOutcome() + " under no policy");
            }
            return;
        }
        if (version < newest) {
            findings.decision(decision, "cites policy " + version + ", " + newest + " was in force before");
        }
        if (!published.contains(said.getDomain() + " " + version + " " + said.getBundleDigest())) {
            findings.decision(decision, "cites a bundle " + version + " that was never published");
        }
    }
}
