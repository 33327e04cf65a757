// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import dev.seks.broker.limit.Book;
import dev.seks.schemas.control.Freeze;
import dev.seks.schemas.control.Order;
import dev.seks.schemas.control.Orders;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What every event of a domain reads and writes: one stored value, so that an event costs one write for all of it.
 *
 * @param seq number of the last journal entry, 0 before the first
 * @param time of the last event; never runs backwards
 * @param policyVersion of the bundle in force, 0 while there is none
 * @param shared windows of the limits that agents share
 * @param orders where the orders in its log have led
 */
public record DomainState(long seq, Instant time, int policyVersion, Book shared, Orders orders) {
    private static final HexFormat HEX = HexFormat.of();

    /** A domain before its first event. */
    public static final DomainState NEW = new DomainState(0, Instant.EPOCH, 0, Book.EMPTY, Orders.NONE);

    /** INVARIANT: the time of an event is its append time, or the latest seen where that is later. */
    Instant timeOf(Event event) {
        Instant appended = event.cause().getAppendTime();
        return appended.isAfter(time) ? appended : time;
    }

    DomainState withShared(Book changed) {
        return new DomainState(seq, time, policyVersion, changed, orders);
    }

    DomainState withPolicyVersion(int changed) {
        return new DomainState(seq, time, changed, shared, orders);
    }

    DomainState withOrders(Orders changed) {
        return new DomainState(seq, time, policyVersion, shared, changed);
    }

    DomainState at(long newSeq, Instant newTime) {
        return new DomainState(newSeq, newTime, policyVersion, shared, orders.at(newTime));
    }

    /** The stored form. */
    public byte[] encode() {
        Packer out = new Packer()
                .version(2)
                .number(seq)
                .number(time.toEpochMilli())
                .number(policyVersion)
                .block(shared.encode())
                .number(orders.freezes().size());
        for (Freeze freeze : orders.freezes()) {
            out.text(orEmpty(freeze.agent())).text(orEmpty(freeze.service()));
        }
        out.number(orders.fresh().size());
        for (Order order : orders.fresh()) {
            out.raw(HEX.parseHex(order.digest())).number(order.givenAt().toEpochMilli());
        }
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
            freezes.add(new Freeze(emptyToNull(in.text()), emptyToNull(in.text())));
        }
        List<Order> fresh = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            fresh.add(new Order(HEX.formatHex(in.raw(Order.DIGEST_BYTES)), Instant.ofEpochMilli(in.number())));
        }
        return new DomainState(seq, time, policyVersion, shared, new Orders(freezes, fresh));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static @Nullable String emptyToNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
