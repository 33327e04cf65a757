// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.replay;

import dev.seks.broker.decision.Decider;
import dev.seks.broker.decision.Effect;
import dev.seks.broker.decision.Event;
import dev.seks.broker.decision.MemoryState;
import dev.seks.schemas.record.Coordinates;
import dev.seks.schemas.record.EventKind;
import dev.seks.schemas.record.JournalEntry;
import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.wire.Codecs;
import dev.seks.schemas.wire.SchemaIds;
import dev.seks.schemas.wire.WireException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Replays one partition. All of its domains live there and one task wrote all of its journal, so the order of the
 * journal's offsets is the order in which the events of all of them were met, the pseudo-domain's among them.
 */
final class PartitionReplay {
    private static final Codecs CODECS = Codecs.of(SchemaIds.builtIn());

    private final Recording recording;
    private final int partition;
    private final Decider decider;
    private final MemoryState state = new MemoryState();
    private final Map<String, ConsumerRecord<byte[], byte[]>> inputs = new LinkedHashMap<>();
    private final Map<Topic, Iterator<ConsumerRecord<byte[], byte[]>>> outputs = new EnumMap<>(Topic.class);

    PartitionReplay(Recording recording, int partition) {
        this.recording = recording;
        this.partition = partition;
        this.decider = new Decider(CODECS, recording.trust());
        Recording.INPUTS.forEach(topic -> recording
                .of(topic, partition)
                .forEach(logged -> inputs.put(place(logged.topic(), partition, logged.offset()), logged)));
        Recording.OUTPUTS.forEach(
                topic -> outputs.put(topic, recording.of(topic, partition).iterator()));
    }

    List<String> differences() {
        List<String> differences = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> journalled : recording.of(Topic.JOURNAL, partition)) {
            Optional<String> difference = difference(journalled);
            if (difference.isPresent()) {
                return List.of(difference.get()); // what follows differs because of this
            }
        }
        inputs.keySet().forEach(place -> differences.add(place + " stands in no journal entry"));
        outputs.values()
                .forEach(left -> left.forEachRemaining(
                        logged -> differences.add(place(logged) + " was written and does not follow from the log")));
        return differences;
    }

    private Optional<String> difference(ConsumerRecord<byte[], byte[]> journalled) {
        Coordinates cause;
        try {
            cause = CODECS.journal().decode(journalled.value()).getCause();
        } catch (WireException e) {
            return Optional.of(place(journalled) + " is no journal entry: " + e.getMessage());
        }
        String place = place(cause.getTopic(), cause.getPartition(), cause.getOffset());
        ConsumerRecord<byte[], byte[]> input = inputs.remove(place);
        return input == null
                ? Optional.of(place(journalled) + " names " + place + ", expected an input that no entry before named")
                : replay(input);
    }

    private Optional<String> replay(ConsumerRecord<byte[], byte[]> input) {
        for (Effect effect : decider.decide(state, event(input))) {
            if (!(effect instanceof Effect.Publish publish)) {
                state.apply(effect);
                continue;
            }
            Iterator<ConsumerRecord<byte[], byte[]>> written = outputs.get(publish.topic());
            if (!written.hasNext()) {
                return Optional.of(place(input) + ": " + publish.topic() + " lacks what follows from it");
            }
            ConsumerRecord<byte[], byte[]> logged = written.next();
            if (!isSame(publish, logged)) {
                return Optional.of(place(input) + ": " + place(logged) + " differs from what follows from it"
                        + described(publish, logged));
            }
        }
        return Optional.empty();
    }

    private boolean isSame(Effect.Publish publish, ConsumerRecord<byte[], byte[]> logged) {
        return Arrays.equals(publish.value(), logged.value())
                && Arrays.equals(publish.domain().getBytes(StandardCharsets.UTF_8), logged.key())
                && (publish.topic() == Topic.JOURNAL
                        ? logged.headers().toArray().length == 0
                        : recording.isSigned(logged));
    }

    private Event event(ConsumerRecord<byte[], byte[]> input) {
        List<Event.HeaderField> headers = new ArrayList<>();
        input.headers().forEach(header -> headers.add(new Event.HeaderField(header.key(), header.value())));
        return new Event(
                kind(recording.topics().of(input.topic()).orElseThrow()),
                new Coordinates(input.topic(), partition, input.offset(), Instant.ofEpochMilli(input.timestamp())),
                recording.topics().partitions(),
                input.key(),
                input.value(),
                headers);
    }

    private static EventKind kind(Topic topic) {
        return switch (topic) {
            case REQUESTS -> EventKind.REQUEST;
            case VERDICTS -> EventKind.VERDICT;
            case POLICIES -> EventKind.POLICY;
            case CONTROLS -> EventKind.CONTROL;
            case TICKS -> EventKind.TICK;
            case APPROVED, DENIED, PENDING, JOURNAL, CLAIMS, PROGRESS, RESULTS, ATTEMPTS ->
                throw new IllegalArgumentException(topic + ", expected an input");
        };
    }

    /** Both sides in words, where they are journal entries; a decision's difference shows in its entry's hashes. */
    private static String described(Effect.Publish publish, ConsumerRecord<byte[], byte[]> logged) {
        if (publish.topic() != Topic.JOURNAL) {
            return "";
        }
        return "\n  derived " + words(publish.value()) + "\n  logged  " + words(logged.value());
    }

    private static String words(byte[] entry) {
        try {
            JournalEntry said = CODECS.journal().decode(entry);
            return said.toString();
        } catch (WireException e) {
            return e.getMessage();
        }
    }

    private static String place(ConsumerRecord<byte[], byte[]> logged) {
        return place(logged.topic(), logged.partition(), logged.offset());
    }

    private static String place(String topic, int partition, long offset) {
        return topic + "-" + partition + "@" + offset;
    }
}
