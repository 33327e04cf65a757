// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.control;

import dev.seks.schemas.record.Control;
import dev.seks.schemas.record.ControlKind;
import dev.seks.schemas.record.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a domain stands after the orders in its log: what is frozen, and which orders are still fresh. Whoever takes the
 * same authentic orders in the order of the log stands at the same place. Immutable and bounded.
 *
 * @param freezes what is frozen, in the order in which it was
 * @param fresh the orders that must not count again
 */
public record Orders(List<Freeze> freezes, List<Order> fresh) {
    /** Before the first order. */
    public static final Orders NONE = new Orders(List.of(), List.of());

    /** The most freezes in force at once in a domain. */
    public static final int MAX_FREEZES = 100;

    /** The most orders within the time in which they are fresh. */
    public static final int MAX_FRESH = 200;

    /** Of these so many are left to freezing and its end: however many other orders come, one can always freeze. */
    public static final int LEFT_TO_FREEZES = 100;

    public Orders {
        freezes = List.copyOf(freezes);
        fresh = List.copyOf(fresh);
    }

    /**
     * What an order led to.
     *
     * @param orders where the domain stands then
     * @param refusal why it was refused; null when it was taken
     * @param told one sentence
     */
    public record Taken(Orders orders, @Nullable Reason refusal, String told) {

        /** Whether it is to be carried out. */
        public boolean counts() {
            return refusal == null;
        }
    }

    /**
     * Who may give it: an operator in their own name; a gateway hands over what an agent may do with its own requests.
     *
     * @param owner the person whose key has signed it; null when that is a gateway's
     * @return why not; empty when they may
     */
    public static Optional<String> objection(Control control, @Nullable String owner) {
        if (owner == null) {
            return control.getKind() == ControlKind.CANCEL
                    ? Optional.empty()
                    : Optional.of("the order is a gateway's, expected one to cancel");
        }
        return control.getPerson().equals(owner)
                ? Optional.empty()
                : Optional.of("the order is signed with a key of " + owner + ", expected one of whom it names");
    }

    /** The same when that time has come: what can no longer pass for a fresh order is forgotten. */
    public Orders at(Instant now) {
        if (fresh.isEmpty()) {
            return this; // as nearly always
        }
        List<Order> left = fresh.stream().filter(order -> order.isFreshAt(now)).toList();
        return left.size() == fresh.size() ? this : new Orders(freezes, left);
    }

    /**
     * Takes an authentic order. INVARIANT: an order counts once, and only within {@link Order#FRESHNESS} of being given: no
     * old one can be played again.
     *
     * @param value the record's bytes
     * @param now append time of the record, never running backwards within the domain
     */
    public Taken take(Control control, byte[] value, Instant now) {
        Orders before = at(now);
        Duration apart = Duration.between(control.getGivenAt(), now).abs();
        if (apart.compareTo(Order.FRESHNESS) > 0) {
            return before.refused(
                    Reason.STALE,
                    "the order was given " + apart.toSeconds() + " s from when it was logged, expected at most "
                            + Order.FRESHNESS.toSeconds() + " s");
        }
        Order order = Order.of(control, value);
        if (before.fresh.contains(order)) {
            return before.refused(Reason.STALE, "the order was given before, so nothing is done");
        }
        int most = isAboutFreezes(control) ? MAX_FRESH : MAX_FRESH - LEFT_TO_FREEZES;
        if (before.fresh.size() >= most) {
            return before.refused(
                    Reason.RATE_LIMITED,
                    "the order is refused, expected at most " + most + " within " + Order.FRESHNESS.toSeconds() + " s");
        }
        return before.remembering(order).follow(control);
    }

    private static boolean isAboutFreezes(Control control) {
        return control.getKind() == ControlKind.FREEZE || control.getKind() == ControlKind.UNFREEZE;
    }

    /** Whether something that is frozen covers this, and what. */
    public Optional<Freeze> covering(String agent, String service) {
        for (Freeze freeze : freezes) {
            if (freeze.covers(agent, service)) {
                return Optional.of(freeze);
            }
        }
        return Optional.empty();
    }

    private Taken follow(Control control) {
        return switch (control.getKind()) {
            case FREEZE -> freeze(control);
            case UNFREEZE -> unfreeze(control);
            case CANCEL, REVOKE_GRANT, RESOLVE, UNKNOWN -> taken("");
        };
    }

    private Taken freeze(Control control) {
        Optional<Freeze> freeze = Freeze.of(control);
        if (freeze.isEmpty()) {
            return refused(Reason.MALFORMED, "freeze refused, expected an agent's or a service's name");
        }
        List<Freeze> more = new ArrayList<>(freezes);
        more.remove(freeze.get());
        if (more.size() >= MAX_FREEZES) {
            return refused(Reason.RATE_LIMITED, "freeze refused, expected at most " + MAX_FREEZES + " freezes");
        }
        more.add(freeze.get());
        return new Orders(more, fresh).taken(freeze.get().described() + " is frozen");
    }

    private Taken unfreeze(Control control) {
        Optional<Freeze> freeze = Freeze.of(control);
        if (freeze.isEmpty()) {
            return refused(Reason.MALFORMED, "unfreeze refused, expected an agent's or a service's name");
        }
        List<Freeze> left = new ArrayList<>(freezes);
        return left.remove(freeze.get())
                ? new Orders(left, fresh).taken(freeze.get().described() + " is no longer frozen")
                : taken("nothing of that name was frozen");
    }

    private Orders remembering(Order order) {
        List<Order> more = new ArrayList<>(fresh);
        more.add(order);
        return new Orders(freezes, more);
    }

    private Taken taken(String told) {
        return new Taken(this, null, told);
    }

    private Taken refused(Reason reason, String told) {
        return new Taken(this, reason, told);
    }
}
