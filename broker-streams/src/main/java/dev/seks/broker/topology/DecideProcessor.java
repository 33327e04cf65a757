// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.topology;

import dev.seks.broker.decision.Decider;
import dev.seks.broker.decision.Effect;
import dev.seks.broker.decision.Event;
import dev.seks.schemas.record.Coordinates;
import dev.seks.schemas.record.Tick;
import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.wire.Codecs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** The one processor: makes an event of each record, asks the state machine, and carries out the effects in order. */
final class DecideProcessor implements Processor<byte[], byte[], Destination, byte[]> {
    private final Codecs codecs;
    private final Decider decider;
    private final BrokerTopology topology;

    private @Nullable ProcessorContext<Destination, byte[]> context;
    private @Nullable StoredState state;
    private @Nullable TickWriter ticks;

    DecideProcessor(Codecs codecs, Decider decider, BrokerTopology topology) {
        this.codecs = codecs;
        this.decider = decider;
        this.topology = topology;
    }

    @Override
    public void init(ProcessorContext<Destination, byte[]> context) {
        KeyValueStore<Bytes, byte[]> store = context.getStateStore(BrokerTopology.STORE);
        this.context = context;
        this.state = new StoredState(codecs, store);
        this.ticks = new TickWriter(state);
        AnswerSweeper sweeper = new AnswerSweeper(store, state);
        context.schedule(TickWriter.EVERY, PunctuationType.WALL_CLOCK_TIME, this::tick);
        context.schedule(AnswerSweeper.EVERY, PunctuationType.WALL_CLOCK_TIME, nowMs -> sweeper.sweep());
    }

    @Override
    public void process(Record<byte[], byte[]> logged) {
        for (Effect effect : decider.decide(state, event(logged))) {
            if (effect instanceof Effect.Publish publish) {
                publish(publish.domain(), publish.topic(), publish.value(), logged.timestamp());
            } else {
                state.apply(effect);
            }
        }
    }

    private void tick(long wallClockMs) {
        Map<String, Instant> due = ticks.due(Instant.ofEpochMilli(wallClockMs));
        due.forEach((domain, deadline) ->
                publish(domain, Topic.TICKS, codecs.tick().encode(new Tick(domain, deadline)), wallClockMs));
    }

    private void publish(String domain, Topic topic, byte[] value, long timestampMs) {
        Destination destination = new Destination(domain, context.taskId().partition());
        context.forward(
                new Record<>(destination, value, timestampMs, topology.headers(topic, value)),
                BrokerTopology.writer(topic));
    }

    private Event event(Record<byte[], byte[]> logged) {
        RecordMetadata at = context.recordMetadata()
                .orElseThrow(() -> new IllegalStateException("a record from nowhere, expected one of a topic"));
        Coordinates cause =
                new Coordinates(at.topic(), at.partition(), at.offset(), Instant.ofEpochMilli(logged.timestamp()));
        return new Event(
                topology.kind(at.topic()), cause, topology.partitions(), logged.key(), logged.value(), headers(logged));
    }

    private static List<Event.HeaderField> headers(Record<byte[], byte[]> logged) {
        List<Event.HeaderField> headers = new ArrayList<>();
        for (Header header : logged.headers()) {
            headers.add(new Event.HeaderField(header.key(), header.value()));
        }
        return headers;
    }
}
