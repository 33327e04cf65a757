// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.input;

import dev.seks.schemas.record.Coordinates;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.JournalEntry;
import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.wire.Codecs;
import dev.seks.schemas.wire.RecordCodec;
import dev.seks.schemas.wire.WireException;
import dev.seks.tests.replay.Recording;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** What a recording says about each input, by the place where that stands. */
final class Logbook {
    private record Place(String topic, int partition, long offset) {
        static Place of(Coordinates at) {
            return new Place(at.getTopic(), at.getPartition(), at.getOffset());
        }

        static Place of(RecordMetadata at) {
            return new Place(at.topic(), at.partition(), at.offset());
        }
    }

    private final Map<Place, List<Decision>> decisions = new HashMap<>();
    private final Map<Place, List<JournalEntry>> entries = new HashMap<>();

    private Logbook() {}

    static Logbook of(Recording recording, Codecs codecs) {
        Logbook logbook = new Logbook();
        for (Topic topic : List.of(Topic.APPROVED, Topic.DENIED, Topic.PENDING)) {
            for (Decision decision : read(recording, topic, codecs.decision())) {
                logbook.decisions
                        .computeIfAbsent(Place.of(decision.getRequestCoordinates()), at -> new ArrayList<>())
                        .add(decision);
            }
        }
        for (JournalEntry entry : read(recording, Topic.JOURNAL, codecs.journal())) {
            logbook.entries
                    .computeIfAbsent(Place.of(entry.getCause()), at -> new ArrayList<>())
                    .add(entry);
        }
        return logbook;
    }

    /** All decisions about a request. */
    List<Decision> decisions(RecordMetadata at) {
        return decisions.getOrDefault(Place.of(at), List.of());
    }

    /** The one entry about an input. */
    JournalEntry entry(RecordMetadata at) {
        List<JournalEntry> found = entries.getOrDefault(Place.of(at), List.of());
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " journal entries about " + at + ", expected 1");
        }
        return found.get(0);
    }

    private static <T extends SpecificRecord> List<T> read(Recording recording, Topic topic, RecordCodec<T> codec) {
        return recording.of(topic).stream()
                .map(logged -> {
                    try {
                        return codec.decode(logged.value());
                    } catch (WireException e) {
                        throw new AssertionError("unreadable in " + topic, e);
                    }
                })
                .toList();
    }
}
