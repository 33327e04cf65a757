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
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/** The records that travel through topics, each with its class and its published schema. */
public enum RecordType {
    CAPABILITY_REQUEST(CapabilityRequest.class, CapabilityRequest.getClassSchema()),
    DECISION(Decision.class, Decision.getClassSchema()),
    VERDICT(Verdict.class, Verdict.getClassSchema()),
    POLICY_BUNDLE(PolicyBundle.class, PolicyBundle.getClassSchema()),
    CONTROL(Control.class, Control.getClassSchema()),
    TICK(Tick.class, Tick.getClassSchema()),
    JOURNAL_ENTRY(JournalEntry.class, JournalEntry.getClassSchema()),
    CLAIM(Claim.class, Claim.getClassSchema()),
    PROGRESS(Progress.class, Progress.getClassSchema()),
    EXECUTION_RESULT(ExecutionResult.class, ExecutionResult.getClassSchema()),
    ATTEMPT(Attempt.class, Attempt.getClassSchema());

    private final Class<? extends SpecificRecord> recordClass;
    private final Schema schema;

    RecordType(Class<? extends SpecificRecord> recordClass, Schema schema) {
        this.recordClass = recordClass;
        this.schema = schema;
    }

    public Class<? extends SpecificRecord> recordClass() {
        return recordClass;
    }

    /** The schema this build writes and reads into. */
    public Schema schema() {
        return schema;
    }

    /** The schema's text as published, word for word: it is the text, not the parsed form, that gets an id. */
    public String avsc() {
        String name = schema.getName() + ".avsc";
        try (InputStream in = recordClass.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the build lacks " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }

    static RecordType of(Class<? extends SpecificRecord> recordClass) {
        for (RecordType type : values()) {
            if (type.recordClass == recordClass) {
                return type;
            }
        }
        throw new IllegalArgumentException(recordClass.getName() + ", expected a record that travels through a topic");
    }
}
