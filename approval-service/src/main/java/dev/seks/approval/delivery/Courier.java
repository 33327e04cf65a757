// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.delivery;

import dev.seks.approval.delivery.Addressee.Letter;
import dev.seks.approval.inbox.InboxEntry;
import dev.seks.schemas.approval.Escalations;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells an addressee of each request that begins to wait, in the order of the log of requests, and of each about which more
 * people are asked, in the order of time. How far that went is noted with the partition, after each request: what was told
 * when the process dies, or when no answer comes, is told again rather than never. A letter that is not taken, or that
 * fails again and again, is set aside and holds up no others; the
 * note stays below it. It owns one thread.
 */
public final class Courier implements Stoppable {
    /** How often a letter may fail in a row before others go first. */
    static final int FAILURES_IN_A_ROW = 3;

    /** For how long such a letter is set aside. */
    static final Duration ASIDE = Duration.ofMinutes(1);

    /** How long a request waits at most until it is known who is to be told. */
    public static final Duration UNKNOWN = Duration.ofSeconds(30);

    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration STOP_MARGIN = Duration.ofSeconds(3);
    private static final Pattern NOTE =
            Pattern.compile("posted-below=([0-9]{1,18})(?: escalated-below=([0-9]{1,18}))?");

    /** For how long after a request was brought before more people another one of the same moment may still turn up. */
    private static final Duration SAME_MOMENT = Duration.ofMinutes(1);

    private static final long NOT_ESCALATED = -1;

    private static final Comparator<Telling> IN_ORDER = Comparator.comparing(Telling::escalated)
            .thenComparingInt(telling -> telling.entry().partition())
            .thenComparingLong(Telling::place)
            .thenComparing(telling -> telling.entry().digest());
    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

    private final Terms terms;
    private final Addressee addressee;
    private final DeliveryDesk desk;
    private final Mailbox mail = new Mailbox();
    private final Patience patience = new Patience();
    private final Map<Integer, Told> told = new HashMap<>();
    private final Map<Key, Progress> progress = new HashMap<>();
    private final Thread thread;
    private volatile int waiting;
    private volatile boolean stopping;

    /**
     * How it works.
     *
     * @param name of the thread, and in the log
     * @param pace at which letters are delivered
     * @param longest time that one delivery takes
     */
    public record Terms(String name, Pace pace, Duration longest) {}

    /**
     * How far a partition is told.
     *
     * @param offset below which every request is told
     * @param escalatedMs before which everything about which more people were asked is told, in milliseconds
     */
    private record Told(long offset, long escalatedMs) {
        static Told read(Optional<String> note) {
            Matcher shape = NOTE.matcher(note.orElse(""));
            return shape.matches()
                    ? new Told(
                            Long.parseLong(shape.group(1)), shape.group(2) == null ? 0 : Long.parseLong(shape.group(2)))
                    : new Told(0, 0);
        }

        String note() {
            return "posted-below=" + offset + (escalatedMs == 0 ? "" : " escalated-below=" + escalatedMs);
        }
    }

    /** What is told of a request: that it begins to wait, or that more people are asked about it. */
    private record Telling(InboxEntry entry, boolean escalated) {
        Key key() {
            return new Key(entry.digest(), escalated ? place() : NOT_ESCALATED);
        }

        /** INVARIANT: within a partition requests begin to wait in the order in which they stand in the log. */
        long place() {
            return escalated
                    ? Escalations.taken(entry.approval()).orElseThrow().at().toEpochMilli()
                    : entry.pending().getRequestCoordinates().getOffset();
        }
    }

    /** A request can be brought before more people more than once, where several rules ask. */
    private record Key(String digest, long escalatedMs) {}

    /** How far the telling of one request has come. */
    private static final class Progress {
        private final Map<String, State> letters = new HashMap<>();
        private final long sinceNs = nanos();
        private boolean done;

        State of(Letter letter) {
            return letters.computeIfAbsent(letter.to(), to -> new State());
        }
    }

    /** How far one letter has come. */
    private static final class State {
        private boolean settled;
        private int refusals;
        private int failures;
        private long asideSinceNs;
        private long asideNs;

        boolean isAside(long nowNs) {
            return nowNs - asideSinceNs < asideNs;
        }

        void setAside(long nowNs, Duration time) {
            asideSinceNs = nowNs;
            asideNs = time.toNanos();
        }
    }

    public Courier(Terms terms, Addressee addressee, DeliveryDesk desk) {
        this.terms = terms;
        this.addressee = addressee;
        this.desk = desk;
        this.thread = new Thread(this::run, terms.name());
        thread.setDaemon(true);
    }

    public void start() {
        desk.inbox().onChange(mail::put);
        desk.shift().onChange(mail::ring);
        thread.start();
    }

    /** How many requests are to be told of yet. */
    public int waiting() {
        return waiting;
    }

    private void run() {
        boolean more = false;
        try {
            while (!stopping) {
                mail.await(more ? pauseNs() : LOOK.toNanos());
                mail.take();
                try {
                    more = tellAll();
                } catch (RuntimeException e) {
                    LOG.error("{} begins anew", terms.name(), e);
                    patience.lose(nanos());
                    more = true;
                }
            }
        } catch (InterruptedException stop) {
            LOG.debug("{} ends", terms.name());
        }
    }

    private long pauseNs() {
        return Math.max(terms.pace().waitNs(nanos()), patience.waitNs(nanos()));
    }

    /** Whether something is left that was not tried. */
    private boolean tellAll() throws InterruptedException {
        if (pauseNs() > 0) {
            return true;
        }
        takeOver();
        List<Telling> due = due();
        progress.keySet().retainAll(due.stream().map(Telling::key).collect(Collectors.toSet()));
        Set<Integer> gaps = new HashSet<>();
        boolean escalated = false;
        for (Telling telling : due) {
            if (telling.escalated() != escalated) {
                escalated = true;
                gaps.clear();
            }
            Progress sofar = progress.computeIfAbsent(telling.key(), key -> new Progress());
            if (!sofar.done && isTime(telling.entry(), sofar) && !tell(telling, sofar)) {
                return true;
            }
            if (!sofar.done) {
                gaps.add(telling.entry().partition());
            } else if (!gaps.contains(telling.entry().partition())) {
                note(telling);
            }
        }
        return false;
    }

    /** A policy can be read a moment after the first request that it decided. */
    private boolean isTime(InboxEntry entry, Progress sofar) {
        return addressee.knows(entry) || nanos() - sofar.sinceNs > UNKNOWN.toNanos();
    }

    private void takeOver() {
        Set<Integer> held = desk.shift().held();
        told.keySet().retainAll(held);
        held.forEach(p -> told.computeIfAbsent(p, ours -> Told.read(desk.shift().note(ours))));
    }

    private List<Telling> due() {
        List<Telling> due = desk.open().stream()
                .filter(entry -> told.containsKey(entry.partition()))
                .flatMap(this::tellings)
                .sorted(IN_ORDER)
                .toList();
        waiting = (int) due.stream().filter(telling -> !isDone(telling)).count();
        return due;
    }

    private Stream<Telling> tellings(InboxEntry entry) {
        Told before = told.get(entry.partition());
        Stream<Telling> first = Stream.of(new Telling(entry, false)).filter(one -> one.place() >= before.offset());
        return Escalations.taken(entry.approval()).isEmpty()
                ? first
                : Stream.concat(
                        first, Stream.of(new Telling(entry, true)).filter(one -> one.place() >= before.escalatedMs()));
    }

    private boolean isDone(Telling telling) {
        Progress sofar = progress.get(telling.key());
        return sofar != null && sofar.done;
    }

    /** Whether to go on with the next request. */
    private boolean tell(Telling telling, Progress sofar) throws InterruptedException {
        InboxEntry entry = telling.entry();
        boolean settled = true;
        for (Letter letter : telling.escalated() ? addressee.escalated(entry) : addressee.letters(entry)) {
            State state = sofar.of(letter);
            if (!state.settled && !state.isAside(nanos()) && !tell(entry, letter, state)) {
                return false;
            }
            settled &= state.settled;
        }
        if (settled) {
            sofar.done = true;
            waiting--;
        }
        return true;
    }

    /** Whether to go on with the next letter. */
    private boolean tell(InboxEntry entry, Letter letter, State state) throws InterruptedException {
        if (stopping || pauseNs() > 0 || !desk.waits(entry) || !terms.pace().take(nanos())) {
            return false; // whatever is left is looked at again
        }
        Optional<Receipt> receipt = desk.shift().keeping(entry.partition(), () -> letter.deliver(state.refusals));
        return receipt.isPresent() && judge(entry, receipt.get(), state);
    }

    private boolean judge(InboxEntry entry, Receipt receipt, State state) {
        switch (receipt.kind()) {
            case TAKEN -> {
                patience.win();
                state.settled = true;
                return true;
            }
            case GIVEN_UP -> {
                LOG.error("{} gives up on request {}: {}", terms.name(), entry.digest(), receipt.why());
                state.settled = true;
                return true;
            }
            case REFUSED -> {
                LOG.error("{} was refused request {}: {}", terms.name(), entry.digest(), receipt.why());
                state.refusals++;
                state.setAside(nanos(), receipt.pause());
                return receipt.pause().toNanos() > 0;
            }
            case RATE_LIMITED -> {
                terms.pace().holdOff(nanos(), receipt.pause());
                return later(receipt.pause(), receipt.why());
            }
            case AWAY, UNCLEAR -> {
                return failed(receipt, state, FAILURES_IN_A_ROW);
            }
            case CLOSED -> {
                LOG.error("{} is told that nothing is taken: {}", terms.name(), receipt.why());
                return failed(receipt, state, 1); // though it may be about this letter alone
            }
        }
        throw new IllegalStateException("no such receipt: " + receipt.kind());
    }

    private boolean failed(Receipt receipt, State state, int inARow) {
        Duration pause = patience.lose(nanos());
        if (receipt.pause().compareTo(pause) > 0) {
            pause = receipt.pause();
            patience.wait(nanos(), pause);
        }
        if (++state.failures % inARow == 0) {
            state.setAside(nanos(), pause.plus(ASIDE));
        }
        return later(pause, receipt.why());
    }

    private boolean later(Duration pause, String why) {
        LOG.warn("{} tries again in {} ms: {}", terms.name(), pause.toMillis(), why);
        return false;
    }

    /** Notes how far everything is told. */
    private void note(Telling telling) {
        Told before = told.get(telling.entry().partition());
        if (before == null) {
            return;
        }
        long place = telling.place();
        boolean isPast = place <= desk.clock().instant().minus(SAME_MOMENT).toEpochMilli();
        Told now = telling.escalated()
                ? new Told(before.offset(), Math.max(before.escalatedMs(), isPast ? place + 1 : place))
                : new Told(Math.max(before.offset(), place + 1), before.escalatedMs());
        if (!now.equals(before)) {
            told.put(telling.entry().partition(), now);
            desk.shift().leaveNote(telling.entry().partition(), now.note());
        }
    }

    private static long nanos() {
        return System.nanoTime();
    }

    @Override
    public void stop() {
        stopping = true;
        mail.ring();
    }

    /** A call under way ends first: what was told must be known. */
    @Override
    public void close() {
        stop();
        Stoppable.end(thread, terms.longest().plus(STOP_MARGIN));
    }
}
