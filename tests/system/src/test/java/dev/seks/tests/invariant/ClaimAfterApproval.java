// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.invariant;

import dev.seks.schemas.digest.Digest;
import dev.seks.schemas.record.Claim;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.ExecutionResult;
import dev.seks.schemas.record.ExecutionStatus;
import dev.seks.schemas.record.Outcome;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** I1: no claim without an APPROVED decision of the same bytes before it, and no call without a claim. */
final class ClaimAfterApproval implements Invariant {

    @Override
    public String number() {
        return "I1";
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        Map<Numbered, Logged<Decision>> approved = new HashMap<>();
        for (Logged<Decision> decision : evidence.log().decisions()) {
            if (decision.said().getOutcome() == Outcome.APPROVED) {
                approved.putIfAbsent(
                        new Numbered(
                                decision.said().getDomain(),
                                decision.said().getSeq(),
                                decision.said().getRequestDigest()),
                        decision);
            }
        }
        evidence.log().claims().forEach(claim -> claim(claim, approved.get(Numbered.of(claim.said())), findings));
        Set<Numbered> claimed = new HashSet<>();
        Set<String> claimedDigests = new HashSet<>();
        evidence.log().claims().forEach(claim -> {
            claimed.add(Numbered.of(claim.said()));
            claimedDigests.add(claim.said().getRequestDigest());
        });
        for (Logged<ExecutionResult> result : evidence.log().results()) {
            if (isOfACall(result.said().getStatus()) && !claimed.contains(Numbered.of(result.said()))) {
                findings.result(
                        result,
                        "a call that was never claimed ended as "
                                + result.said().getStatus());
            }
        }
        evidence.calls().forEach((digest, count) -> {
            if (count > 0 && !claimedDigests.contains(digest)) {
                findings.request(digest, "called " + count + " times on the wire and never claimed");
            }
        });
    }

    private static void claim(Logged<Claim> claim, Logged<Decision> decision, Findings findings) {
        if (decision == null) {
            findings.claim(claim, "claimed without an APPROVED decision of this seq and digest");
            return;
        }
        if (decision.appendTime().isAfter(claim.appendTime())) {
            findings.claim(claim, "claimed before it was approved");
        }
        ByteBuffer request = decision.said().getRequest();
        if (request == null || !Digest.of(bytes(request)).equals(claim.said().getRequestDigest())) {
            findings.claim(claim, "claimed although the approved bytes are not those of the digest");
        }
        long offset = claim.said().getDecisionOffset();
        if (offset >= 0 && offset != decision.place().offset()) {
            findings.claim(claim, "names decision " + offset + " but the decision stands at " + decision.place());
        }
    }

    private static boolean isOfACall(ExecutionStatus status) {
        return switch (status) {
            case SUCCEEDED, FAILED, OUTCOME_UNKNOWN -> true;
            case LAPSED, REFUSED -> false;
        };
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private record Numbered(String domain, long seq, String digest) {
        static Numbered of(Claim claim) {
            return new Numbered(claim.getDomain(), claim.getSeq(), claim.getRequestDigest());
        }

        static Numbered of(ExecutionResult result) {
            return new Numbered(result.getDomain(), result.getSeq(), result.getRequestDigest());
        }
    }
}
