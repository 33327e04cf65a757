// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.execution;

import dev.seks.schemas.record.Claim;
import dev.seks.schemas.record.Control;
import dev.seks.schemas.record.ExecutionResult;
import dev.seks.schemas.record.ExecutionStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Joins claims, results and resolutions, from records that come in the order of the log. Keeps all that run or whose outcome
 * is unknown, and of the others the newest that are wanted, each at most {@link #MAX_HELD}. Pure.
 */
final class Executions {
    /** The most executions of a kind that are held. */
    static final int MAX_HELD = 10_000;

    private record Key(String domain, long seq) {}

    private static final class Newest extends LinkedHashMap<Key, Execution> {
        private static final long serialVersionUID = 1L;

        private final int most;

        Newest(int most) {
            this.most = most;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Execution> eldest) {
            return size() > most;
        }
    }

    private final Predicate<Execution> wanted;
    private final Newest running = new Newest(MAX_HELD);
    private final Newest unknown = new Newest(MAX_HELD);
    private final Newest ended;

    /** {@code most} of those that have ended and are {@code wanted} are kept. */
    Executions(int most, Predicate<Execution> wanted) {
        this.wanted = wanted;
        this.ended = new Newest(most);
    }

    void add(Claim claim) {
        running.put(new Key(claim.getDomain(), claim.getSeq()), new Execution(claim, null, null, null));
    }

    void add(ExecutionResult result) {
        Key key = new Key(result.getDomain(), result.getSeq());
        if (result.getLate()) {
            note(key, result);
            return;
        }
        Execution before = running.remove(key);
        Execution execution = before == null ? new Execution(null, result, null, null) : before.with(result);
        if (result.getStatus() == ExecutionStatus.OUTCOME_UNKNOWN) {
            // INVARIANT: the first result of an execution is its only one; another would be a note
            unknown.putIfAbsent(key, execution);
        } else if (!unknown.containsKey(key) && !ended.containsKey(key) && wanted.test(execution)) {
            ended.put(key, execution);
        }
    }

    /** It may stand in the log before the result beside which it belongs. */
    private void note(Key key, ExecutionResult note) {
        running.computeIfPresent(key, (unused, execution) -> execution.noted(note));
        unknown.computeIfPresent(key, (unused, execution) -> execution.noted(note));
        ended.computeIfPresent(key, (unused, execution) -> execution.noted(note));
    }

    /** An order to resolve, which the broker has taken; it counts for what it names, and the last one counts. */
    void add(Control resolution) {
        unknown.replaceAll((key, execution) -> key.domain().equals(resolution.getDomain())
                        && execution.requestDigest().equals(resolution.getRequestDigest())
                ? execution.resolvedBy(resolution)
                : execution);
    }

    /** Those of unknown outcome whose request's digest begins so, resolved or not. */
    List<Execution> unknown(String prefix) {
        return unknown.values().stream()
                .filter(execution -> execution.requestDigest().startsWith(prefix))
                .toList();
    }

    /** The newest of all that are wanted, oldest first. */
    List<Execution> newest(int most) {
        List<Execution> all = new ArrayList<>();
        running.values().stream().filter(wanted).forEach(all::add);
        unknown.values().stream().filter(wanted).forEach(all::add);
        all.addAll(ended.values());
        all.sort(Comparator.comparing(Execution::at)
                .thenComparing(Execution::domain)
                .thenComparing(Execution::seq));
        return all.subList(Math.max(0, all.size() - most), all.size());
    }
}
