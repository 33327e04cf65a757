// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.invariant;

import dev.seks.schemas.record.CapabilityRequest;
import dev.seks.schemas.record.Claim;
import dev.seks.schemas.record.Control;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.ExecutionResult;
import dev.seks.schemas.record.JournalEntry;
import dev.seks.schemas.record.PolicyBundle;
import dev.seks.schemas.record.Verdict;
import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.topic.Topics;
import dev.seks.schemas.wire.Codecs;
import dev.seks.schemas.wire.SchemaIds;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Topics of one partition in memory, with a clock set by hand. */
final class MemoryLog {
    static final String DOMAIN = "acme";

    private final Topics topics = new Topics("t.", 1);
    private final Codecs codecs = Codecs.of(SchemaIds.builtIn());
    private final List<RawRecord> records = new ArrayList<>();
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");

    Instant now() {
        return now;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    Log log() {
        return Log.of(topics, records, records);
    }

    byte[] encode(SpecificRecord message) {
        if (message instanceof CapabilityRequest request) {
            return codecs.request().encode(request);
        } else if (message instanceof Decision decision) {
            return codecs.decision().encode(decision);
        } else if (message instanceof Verdict verdict) {
            return codecs.verdict().encode(verdict);
        } else if (message instanceof PolicyBundle bundle) {
            return codecs.bundle().encode(bundle);
        } else if (message instanceof JournalEntry entry) {
            return codecs.journal().encode(entry);
        } else if (message instanceof Control control) {
            return codecs.control().encode(control);
        } else if (message instanceof Claim claim) {
            return codecs.claim().encode(claim);
        } else if (message instanceof ExecutionResult result) {
            return codecs.result().encode(result);
        }
        throw new IllegalArgumentException(message.getClass() + ", expected a record of these tests");
    }

    RawRecord append(Topic topic, SpecificRecord message) {
        return append(topic, encode(message));
    }

    RawRecord append(Topic topic, byte @Nullable [] value) {
        String name = topics.name(topic);
        long offset =
                records.stream().filter(message -> message.topic().equals(name)).count();
        byte[] key = DOMAIN.getBytes(StandardCharsets.UTF_8);
        RawRecord message = new RawRecord(name, 0, offset, now, key, value, List.of());
        records.add(message);
        return message;
    }

    void remove(RawRecord message) {
        records.remove(message);
    }

    void replace(RawRecord message, RawRecord other) {
        records.set(records.indexOf(message), other);
    }
}
