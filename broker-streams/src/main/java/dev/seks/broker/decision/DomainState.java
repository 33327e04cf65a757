// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import dev.seks.broker.limit.Book;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What every event of a domain reads and writes: one stored value, so that an event costs one write for all of it.
 *
 * @param seq number of the last journal entry, 0 before the first
 * @param time of the last event; never runs backwards
 * @param policyVersion of the bundle in force, 0 while there is none
 * @param shared windows of the limits that agents share
 * @param freezes what is frozen
 * @param orders those carried out that are still fresh
 */
public record DomainState(
        long seq, Instant time, int policyVersion, Book shared, List<Freeze> freezes, List<Order> orders) {
    /** A domain before its first event. */
    public static final DomainState NEW = new DomainState(0, Instant.EPOCH, 0, Book.EMPTY, List.of(), List.of());

    public DomainState {
        freezes = List.copyOf(freezes);
        orders = List.copyOf(orders);
    }

    /** INVARIANT: the time of an event is its append time, or the latest seen where that is later. */
    Instant timeOf(Event event) {
        Instant appended = event.cause().getAppendTime();
        return appended.isAfter(time) ? appended : time;
    }

    DomainState withShared(Book changed) {
        return new DomainState(seq, time, policyVersion, changed, freezes, orders);
    }

    DomainState withPolicyVersion(int changed) {
        return new DomainState(seq, time, changed, shared, freezes, orders);
    }

    DomainState withFreezes(List<Freeze> changed) {
        return new DomainState(seq, time, policyVersion, shared, changed, orders);
    }

    DomainState at(long newSeq, Instant newTime) {
        return new DomainState(newSeq, newTime, policyVersion, shared, freezes, freshAt(newTime));
    }

    DomainState withOrder(Order order) {
        List<Order> more = new ArrayList<>(orders);
        more.add(order);
        return new DomainState(seq, time, policyVersion, shared, freezes, more);
    }

    private List<Order> freshAt(Instant now) {
        return orders.isEmpty()
                ? orders
                : orders.stream().filter(order -> order.isFreshAt(now)).toList();
    }

    /** The stored form. */
    public byte[] encode() {
        Packer out = new Packer()
                .version(2)
                .number(seq)
                .number(time.toEpochMilli())
                .number(policyVersion)
                .block(shared.encode())
                .number(freezes.size());
        freezes.forEach(freeze -> freeze.encode(out));
        out.number(orders.size());
        orders.forEach(order -> order.encode(out));
        return out.bytes();
    }

    /** The state that {@link #encode} stored. */
    public static DomainState decode(byte[] stored) {
        Unpacker in = new Unpacker(stored).version(2);
        long seq = in.number();
        Instant time = Instant.ofEpochMilli(in.number());
        int policyVersion = in.count();
        Book shared = Book.decode(in.block());
        List<Freeze> freezes = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            freezes.add(Freeze.decode(in));
        }
        List<Order> orders = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            orders.add(Order.decode(in));
        }
        return new DomainState(seq, time, policyVersion, shared, freezes, orders);
    }
}
