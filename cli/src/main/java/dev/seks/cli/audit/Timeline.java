// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.audit;

import dev.seks.client.FinalState;
import dev.seks.schemas.record.Coordinates;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.ExecutionResult;
import dev.seks.schemas.record.Outcome;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Joins decisions and results to one state per request, from records that arrive in the order of the log.
 *
 * <p>What stands in the log is told in one go: each request once, with its newest state, in the order of time and, within
 * a domain, of {@code seq}. At most {@code bound} requests are held for that. With more, those of the older half that
 * have ended are told first and those that go on may come late; only when most go on they are told as they stand, and
 * again if another decision follows. So memory does not grow with the log. After {@link #goLive} each request is told
 * when it begins to wait and when it ends.
 *
 * <p>Pure; not safe for use by several threads.
 */
final class Timeline {
    private static final Comparator<FinalState> IN_ORDER = Comparator.comparing(
                    (FinalState state) -> state.decision().getDecidedAt())
            .thenComparing(state -> state.decision().getDomain())
            .thenComparing(state -> state.decision().getSeq())
            .thenComparing(state -> state.decision().getRequestCoordinates().getOffset());

    private final int bound;
    private final Consumer<FinalState> told;
    private final Map<Place, FinalState> held = new HashMap<>();
    private final Map<Approved, Place> approved = new HashMap<>();
    private boolean live;

    Timeline(int bound, Consumer<FinalState> told) {
        this.bound = bound;
        this.told = told;
    }

    void decision(Decision decision) {
        // the request's bytes can be large and are of no use here
        decision.put(Decision.getClassSchema().getField("request").pos(), null);
        Place place = Place.of(decision.getRequestCoordinates());
        FinalState before = held.get(place);
        if (before != null && before.decision().getSeq() >= decision.getSeq()) {
            return;
        }
        FinalState state = FinalState.of(decision);
        put(place, state);
        if (decision.getOutcome() == Outcome.APPROVED) {
            approved.put(Approved.by(decision), place);
        } else if (live) {
            told.accept(state);
            if (state.isFinal()) {
                held.remove(place);
            }
        }
    }

    void result(ExecutionResult result) {
        Place place = approved.remove(Approved.by(result));
        FinalState state = place == null ? null : held.get(place);
        if (place == null || state == null || !isOf(result, state.decision())) {
            return; // of a decision before the time that is looked at
        }
        FinalState ended = new FinalState(state.decision(), result);
        if (live) {
            held.remove(place);
            told.accept(ended);
        } else {
            held.put(place, ended);
        }
    }

    /** Tells what is held; from now on states are told as they come. */
    void goLive() {
        List<Map.Entry<Place, FinalState>> all = oldest(held.size());
        live = true;
        all.forEach(entry -> {
            told.accept(entry.getValue());
            if (entry.getValue().isFinal()) {
                forget(entry);
            }
        });
    }

    int size() {
        return held.size();
    }

    private static boolean isOf(ExecutionResult result, Decision decision) {
        return decision.getOutcome() == Outcome.APPROVED && decision.getSeq() == result.getSeq();
    }

    private void put(Place place, FinalState state) {
        held.put(place, state);
        if (held.size() > bound) {
            makeRoom();
        }
    }

    private void makeRoom() {
        List<Map.Entry<Place, FinalState>> older = oldest((held.size() + 1) / 2);
        List<Map.Entry<Place, FinalState>> ended =
                older.stream().filter(entry -> entry.getValue().isFinal()).toList();
        (ended.size() >= older.size() / 2 ? ended : older).forEach(entry -> {
            if (!live) {
                told.accept(entry.getValue());
            }
            forget(entry);
        });
    }

    private List<Map.Entry<Place, FinalState>> oldest(int count) {
        return held.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(IN_ORDER))
                .limit(count)
                .toList();
    }

    private void forget(Map.Entry<Place, FinalState> entry) {
        held.remove(entry.getKey());
        approved.remove(Approved.by(entry.getValue().decision()));
    }

    /** Where the request stands in the topic of requests: bytes can stand there twice and be two requests. */
    private record Place(int partition, long offset) {
        static Place of(Coordinates coordinates) {
            return new Place(coordinates.getPartition(), coordinates.getOffset());
        }
    }

    /** What a result names its decision by; an event can decide several requests. */
    private record Approved(
            String domain, long seq, @Nullable String requestDigest) {
        static Approved by(Decision decision) {
            return new Approved(decision.getDomain(), decision.getSeq(), decision.getRequestDigest());
        }

        static Approved by(ExecutionResult result) {
            return new Approved(result.getDomain(), result.getSeq(), result.getRequestDigest());
        }
    }
}
