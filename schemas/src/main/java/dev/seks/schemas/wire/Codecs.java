// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.wire;

import dev.seks.schemas.record.Attempt;
import dev.seks.schemas.record.CapabilityRequest;
import dev.seks.schemas.record.Claim;
import dev.seks.schemas.record.Control;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.ExecutionResult;
import dev.seks.schemas.record.JournalEntry;
import dev.seks.schemas.record.PolicyBundle;
import dev.seks.schemas.record.Progress;
import dev.seks.schemas.record.Tick;
import dev.seks.schemas.record.Verdict;

/** One codec for each record that travels through a topic. */
public record Codecs(
        RecordCodec<CapabilityRequest> request,
        RecordCodec<Decision> decision,
        RecordCodec<Verdict> verdict,
        RecordCodec<PolicyBundle> bundle,
        RecordCodec<Control> control,
        RecordCodec<Tick> tick,
        RecordCodec<JournalEntry> journal,
        RecordCodec<Claim> claim,
        RecordCodec<Progress> progress,
        RecordCodec<ExecutionResult> result,
        RecordCodec<Attempt> attempt) {

    /** The codecs under the given ids. */
    public static Codecs of(SchemaIds ids) {
        return new Codecs(
                RecordCodec.of(CapabilityRequest.class, ids),
                RecordCodec.of(Decision.class, ids),
                RecordCodec.of(Verdict.class, ids),
                RecordCodec.of(PolicyBundle.class, ids),
                RecordCodec.of(Control.class, ids),
                RecordCodec.of(Tick.class, ids),
                RecordCodec.of(JournalEntry.class, ids),
                RecordCodec.of(Claim.class, ids),
                RecordCodec.of(Progress.class, ids),
                RecordCodec.of(ExecutionResult.class, ids),
                RecordCodec.of(Attempt.class, ids));
    }
}
