// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.notice;

import dev.seks.approval.delivery.Receipt;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;

/** What became of the notices of one way since the process started. Safe for use by many threads. */
public final class NoticeCounts {
    private final Map<Receipt.Kind, LongAdder> done = new EnumMap<>(Receipt.Kind.class);
    private volatile IntSupplier waiting = () -> 0;

    NoticeCounts() {
        for (Receipt.Kind kind : Receipt.Kind.values()) {
            done.put(kind, new LongAdder());
        }
    }

    void waiting(IntSupplier requests) {
        waiting = requests;
    }

    /** Counts a delivery; gives it back. */
    Receipt counted(Receipt receipt) {
        done.get(receipt.kind()).increment();
        return receipt;
    }

    /** How often each outcome came about, by its name in lower case; what never did is not there. */
    public Map<String, Long> outcomes() {
        Map<String, Long> outcomes = new TreeMap<>();
        done.forEach((kind, count) -> {
            if (count.sum() > 0) {
                outcomes.put(kind.name().toLowerCase(Locale.ROOT), count.sum());
            }
        });
        return outcomes;
    }

    /** How many requests are to be told of yet. */
    public int waiting() {
        return waiting.getAsInt();
    }
}
