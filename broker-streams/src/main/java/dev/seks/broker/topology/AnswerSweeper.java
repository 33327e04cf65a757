// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.topology;

import dev.seks.broker.decision.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Removes answers that are no longer remembered, a small part of the store at a time. The state machine does not look
 * at an answer past its time, so when it is removed changes no decision.
 */
final class AnswerSweeper {
    static final Duration EVERY = Duration.ofSeconds(1);

    private static final int MOST_LOOKED_AT = 2_000;

    private final KeyValueStore<Bytes, byte[]> store;
    private final StoredState state;
    private @Nullable Bytes next;

    AnswerSweeper(KeyValueStore<Bytes, byte[]> store, StoredState state) {
        this.store = store;
        this.state = state;
    }

    /** Looks at the next part of the store; time is that of each domain's own log. */
    void sweep() {
        List<Bytes> forgotten = new ArrayList<>();
        Bytes resume = null;
        try (KeyValueIterator<Bytes, byte[]> stored = store.range(next, null)) {
            for (int looked = 0; stored.hasNext(); looked++) {
                KeyValue<Bytes, byte[]> entry = stored.next();
                if (looked == MOST_LOOKED_AT) {
                    resume = entry.key;
                    break;
                }
                if (StateKeys.isAnswer(entry.key) && isForgotten(entry)) {
                    forgotten.add(entry.key);
                }
            }
        }
        forgotten.forEach(store::delete);
        next = resume;
    }

    private boolean isForgotten(KeyValue<Bytes, byte[]> entry) {
        return !Answer.decode(entry.value)
                .isRememberedAt(state.domain(StateKeys.domainOf(entry.key)).time());
    }
}
