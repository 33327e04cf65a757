// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.invariant;

import dev.seks.schemas.record.Claim;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** I3: a request is claimed at most once, and seen at most once on the wire. */
final class OneClaimPerRequest implements Invariant {
    private record Identity(String domain, String agent, String requestId) {}

    private record Number(String domain, long seq) {}

    @Override
    public String number() {
        return "I3";
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        unique(
                "request",
                claim -> new Identity(claim.getDomain(), claim.getAgent(), claim.getRequestId()),
                evidence,
                findings);
        unique("seq", claim -> new Number(claim.getDomain(), claim.getSeq()), evidence, findings);
        evidence.calls().forEach((digest, count) -> {
            if (count > 1) {
                findings.request(digest, "called " + count + " times on the wire, expected at most once");
            }
        });
    }

    private static void unique(String what, Function<Claim, Object> identity, Evidence evidence, Findings findings) {
        Map<Object, Place> first = new HashMap<>();
        for (Logged<Claim> claim : evidence.log().claims()) {
            Place before = first.putIfAbsent(identity.apply(claim.said()), claim.place());
            if (before != null) {
                findings.claim(claim, "the same " + what + " was claimed before at " + before);
            }
        }
    }
}
