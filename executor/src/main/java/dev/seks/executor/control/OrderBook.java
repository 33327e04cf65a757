// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.control;

import dev.seks.schemas.control.Freeze;
import dev.seks.schemas.control.Orders;
import dev.seks.schemas.record.Control;
import dev.seks.schemas.topic.Partitioning;
import dev.seks.schemas.wire.RecordCodec;
import dev.seks.schemas.wire.WireException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where every domain stands after the orders read so far. Takes what the broker's state machine would take, by the same
 * rules, but for one: a freeze counts here also before its domain's first policy. Written by one thread, read by many.
 */
final class OrderBook {
    private static final Logger LOG = LoggerFactory.getLogger(OrderBook.class);

    /** The most domains that can have given orders. */
    static final int MAX_DOMAINS = 100_000;

    private record Standing(Orders orders, Instant time) {}

    private final RecordCodec<Control> codec;
    private final OrderProof proof;
    private final int partitions;
    private final Map<String, Standing> domains = new ConcurrentHashMap<>();

    OrderBook(RecordCodec<Control> codec, OrderProof proof, int partitions) {
        this.codec = codec;
        this.proof = proof;
        this.partitions = partitions;
    }

    /**
     * Takes the next record of its partition and tells whether something was frozen or unfrozen.
     *
     * @throws IllegalStateException when more domains have orders than can be kept
     */
    boolean take(ConsumerRecord<byte[], byte[]> message) {
        Optional<OrderProof.Giver> giver = isInPlace(message) ? proof.giver(message) : Optional.empty();
        if (giver.isEmpty()) {
            ignored(message, "not authenticated, or in a partition of another domain");
            return false;
        }
        try {
            Control control = codec.decode(message.value());
            Optional<String> objection = control.getDomain().equals(giver.get().domain())
                    ? Orders.objection(control, giver.get().owner())
                    : Optional.of("of another domain than its key");
            if (objection.isEmpty()) {
                return take(control, message);
            }
            ignored(message, objection.get());
        } catch (WireException e) {
            ignored(message, String.valueOf(e.getMessage()));
        }
        return false;
    }

    private boolean take(Control control, ConsumerRecord<byte[], byte[]> message) {
        Standing before = domains.getOrDefault(control.getDomain(), new Standing(Orders.NONE, Instant.EPOCH));
        Instant appended = Instant.ofEpochMilli(message.timestamp());
        Instant now = appended.isAfter(before.time()) ? appended : before.time();
        Orders.Taken taken = before.orders().take(control, message.value(), now);
        if (!taken.counts()) {
            ignored(message, taken.told());
        }
        domains.put(control.getDomain(), new Standing(taken.orders(), now));
        if (domains.size() > MAX_DOMAINS) {
            throw new IllegalStateException("orders of more than " + MAX_DOMAINS + " domains");
        }
        boolean changed = !taken.orders().freezes().equals(before.orders().freezes());
        if (changed) {
            LOG.warn(
                    "event=order_obeyed domain={} kind={} person={} offset={} told=\"{}\"",
                    control.getDomain(),
                    control.getKind(),
                    control.getPerson(),
                    message.offset(),
                    taken.told());
        }
        return changed;
    }

    /** What covers this agent at this service. */
    Optional<Freeze> covering(String domain, String agent, String service) {
        Standing standing = domains.get(domain);
        return standing == null ? Optional.empty() : standing.orders().covering(agent, service);
    }

    private boolean isInPlace(ConsumerRecord<byte[], byte[]> message) {
        return message.key() != null
                && message.value() != null
                && Partitioning.partition(message.key(), partitions) == message.partition();
    }

    private static void ignored(ConsumerRecord<byte[], byte[]> message, String why) {
        LOG.info(
                "event=order_ignored partition={} offset={} reason=\"{}\"", message.partition(), message.offset(), why);
    }
}
