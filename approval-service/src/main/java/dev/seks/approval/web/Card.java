// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

import dev.seks.approval.inbox.Cast;
import dev.seks.approval.inbox.Ending;
import dev.seks.approval.inbox.EntryState;
import dev.seks.approval.inbox.InboxEntry;
import dev.seks.approval.inbox.Portrayal;
import dev.seks.schemas.approval.Escalations;
import dev.seks.schemas.record.Approval;
import dev.seks.schemas.text.Printable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One request as a list shows it; every text is ready to be read, nothing in it invisible.
 *
 * @param owner whose agent it is; null for nobody's
 * @param effect in lower case; null when the catalogue is not at hand
 * @param askedAgo since when it waits
 * @param timeLeft until it expires; null when it no longer waits
 * @param escalation who is asked too when it waits for longer, or since when they are; null where nobody is
 * @param percentLeft of the whole time that it may wait, 0 to 100
 * @param end what became of it; null while it waits
 * @param endTone {@code approved}, {@code denied} or {@code expired}; null while it waits
 */
public record Card(
        String digest,
        String agent,
        @Nullable String owner,
        String service,
        String action,
        String summary,
        @Nullable String effect,
        @Nullable String resource,
        String askedAgo,
        @Nullable String timeLeft,
        @Nullable String escalation,
        int percentLeft,
        boolean answered,
        boolean mayDecide,
        @Nullable String end,
        @Nullable String endTone) {

    /** Below this share of the time left a request is shown as urgent. */
    private static final int URGENT_PERCENT = 25;

    /** Whether little of its time is left. */
    public boolean urgent() {
        return timeLeft != null && percentLeft < URGENT_PERCENT;
    }

    /**
     * How the request stands for whoever looks at it.
     *
     * @param answered whether a verdict is on its way
     */
    record Standing(boolean answered, boolean mayDecide) {}

    static Card of(InboxEntry entry, Portrayal portrayal, Cast cast, Standing standing, Instant now) {
        Instant asked = entry.askedAt();
        EntryState state = entry.state(now);
        Optional<Ending> ending = Ending.of(entry, now);
        Duration left = Duration.between(now, entry.expiresAt());
        return new Card(
                entry.digest(),
                Printable.of(entry.request().getAgent()),
                cast.ownerOf(entry.request().getAgent())
                        .map(owner -> Printable.of(cast.name(owner)))
                        .orElse(null),
                Printable.of(entry.request().getService()),
                Printable.of(entry.request().getAction()),
                Printable.of(portrayal.summary()),
                portrayal.effect() == null ? null : portrayal.effect().toLowerCase(Locale.ROOT),
                portrayal.resource() == null ? null : Printable.of(portrayal.resource()),
                Ago.span(Duration.between(asked, now)),
                state == EntryState.OPEN ? Ago.span(left) : null,
                state == EntryState.OPEN ? escalation(entry.approval(), now) : null,
                state == EntryState.OPEN ? percent(left, Duration.between(asked, entry.expiresAt())) : 0,
                standing.answered(),
                standing.mayDecide(),
                ending.map(end -> words(end, cast)).orElse(null),
                ending.map(end -> end.tone().name().toLowerCase(Locale.ROOT)).orElse(null));
    }

    private static @Nullable String escalation(Approval approval, Instant now) {
        List<String> parts = new ArrayList<>();
        Escalations.taken(approval)
                .ifPresent(step -> parts.add("Asked too for " + Ago.span(Duration.between(step.at(), now)) + ", since"
                        + " nobody had decided: " + names(step)));
        Escalations.next(approval)
                .ifPresent(step -> parts.add("Escalates to " + names(step) + " in "
                        + Ago.span(Duration.between(now, step.at())) + ", unless it is decided before"));
        return parts.isEmpty() ? null : String.join(". ", parts) + ".";
    }

    private static String names(Escalations.Step step) {
        return step.groups().stream().map(Printable::of).collect(Collectors.joining(", "));
    }

    static int percent(Duration part, Duration whole) {
        return whole.isZero() || whole.isNegative() ? 0 : (int) Math.min(100, part.toMillis() * 100 / whole.toMillis());
    }

    private static String words(Ending ending, Cast cast) {
        String people = ending.people().stream()
                .map(person -> Printable.of(cast.name(person)))
                .collect(Collectors.joining(", "));
        return people.isEmpty() ? ending.what() : ending.what() + " by " + people;
    }
}
