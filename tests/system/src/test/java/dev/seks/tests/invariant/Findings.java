// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.invariant;

import dev.seks.schemas.record.Claim;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.ExecutionResult;
import dev.seks.schemas.record.JournalEntry;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/** Collects what one invariant finds. */
final class Findings {
    private final String invariant;
    private final List<Finding> found = new ArrayList<>();

    Findings(String invariant) {
        this.invariant = invariant;
    }

    void entry(Logged<JournalEntry> entry, String sentence) {
        found.add(new Finding(invariant, entry.said().getDomain(), entry.said().getSeq(), place(entry), sentence));
    }

    void decision(Logged<Decision> decision, String sentence) {
        found.add(new Finding(
                invariant, decision.said().getDomain(), decision.said().getSeq(), place(decision), sentence));
    }

    void claim(Logged<Claim> claim, String sentence) {
        found.add(new Finding(invariant, claim.said().getDomain(), claim.said().getSeq(), place(claim), sentence));
    }

    void result(Logged<ExecutionResult> result, String sentence) {
        found.add(
                new Finding(invariant, result.said().getDomain(), result.said().getSeq(), place(result), sentence));
    }

    void record(RawRecord message, String sentence) {
        found.add(new Finding(invariant, null, null, message.place().toString(), sentence));
    }

    void request(String digest, String sentence) {
        found.add(new Finding(invariant, null, null, "request " + digest, sentence));
    }

    List<Finding> all() {
        return found;
    }

    private static String place(Logged<? extends SpecificRecord> logged) {
        return logged.place().toString();
    }
}
