// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.replay;

import dev.seks.broker.topology.BrokerKeys;
import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.topic.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Holds a recording against the state machine (I7): from nothing, with no clock and no broker, the inputs in the order
 * of the journal must give every decision and every journal entry again, byte for byte, and nothing else.
 */
public final class ReplayChecker {
    private final Recording recording;

    private ReplayChecker(Recording recording) {
        this.recording = recording;
    }

    /** Reads what stands in the topics now; every input must have been decided, by a broker with these keys. */
    public static ReplayChecker read(Map<String, Object> client, Topics topics, BrokerKeys keys) {
        return new ReplayChecker(Recording.read(client, topics, keys));
    }

    public static ReplayChecker of(Recording recording) {
        return new ReplayChecker(recording);
    }

    /** The first difference of each partition, and every input that the journal does not know. */
    public List<String> differences() {
        return IntStream.range(0, recording.topics().partitions())
                .mapToObj(partition -> new PartitionReplay(recording, partition).differences())
                .flatMap(List::stream)
                .toList();
    }

    /** Fails the test that calls it when anything differs. */
    public void requireSame() {
        List<String> differences = new ArrayList<>(differences());
        if (recording.of(Topic.JOURNAL).isEmpty()) {
            differences.add("the journal is empty, expected something to replay");
        }
        if (!differences.isEmpty()) {
            throw new AssertionError("replayed otherwise than logged:\n" + String.join("\n", differences));
        }
    }
}
