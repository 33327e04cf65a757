// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import dev.seks.schemas.catalogue.Names;
import dev.seks.schemas.record.CapabilityRequest;
import dev.seks.schemas.record.Reason;
import dev.seks.schemas.topic.Sizes;
import dev.seks.schemas.wire.RecordCodec;
import dev.seks.schemas.wire.WireException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The first look at a record of the request topic: whether it is a request at all, and whether it is fresh. */
final class Intake {
    /** How far the agent's clock may be from the broker's, in both directions. */
    static final Duration FRESHNESS = Duration.ofMinutes(2);

    /** The longest reason an agent may give, in characters. */
    static final int MAX_REASON_LENGTH = 2000;

    private final RecordCodec<CapabilityRequest> codec;

    Intake(RecordCodec<CapabilityRequest> codec) {
        this.codec = codec;
    }

    /** What a record turned out to be. */
    sealed interface Read {
        /** A request whose every field is within its grammar. */
        record Request(CapabilityRequest request) implements Read {}

        /** No request that can be decided; {@code request} is null when it could not even be decoded. */
        record Unusable(
                Reason reason, String explanation, @Nullable CapabilityRequest request) implements Read {}
    }

    Read read(Event event) {
        byte[] value = event.value();
        if (value == null) {
            return malformed("the record has no value, expected a request", null);
        }
        if (value.length > Sizes.REQUEST_VALUE) {
            return malformed(
                    "the record has " + value.length + " bytes, expected at most " + Sizes.REQUEST_VALUE, null);
        }
        String domain = Home.named(event);
        if (domain == null) {
            return malformed("the record's key is no domain's name, expected the domain in UTF-8", null);
        }
        if (!Home.isInPlace(event)) {
            return new Read.Unusable(
                    Reason.MISROUTED,
                    "the record stands in partition " + event.cause().getPartition()
                            + ", where its key does not belong: use Kafka's default partitioner (in librdkafka"
                            + " clients partitioner=murmur2_random)",
                    null);
        }
        try {
            return checked(codec.decode(value), domain);
        } catch (WireException e) {
            return malformed("the value is unreadable: " + e.getMessage(), null);
        }
    }

    /** Why the request is not fresh at {@code now}, or null when it is. */
    static @Nullable String staleness(CapabilityRequest request, Instant now) {
        Duration apart = Duration.between(request.getCreatedAt(), now);
        if (apart.abs().compareTo(FRESHNESS) > 0) {
            return "the request was created " + apart.abs().toSeconds() + " s "
                    + (apart.isNegative() ? "after" : "before") + " it was logged, expected at most "
                    + FRESHNESS.toSeconds() + " s";
        }
        Instant deadline = request.getDeadline();
        return deadline != null && now.isAfter(deadline) ? "the request's deadline " + deadline + " has passed" : null;
    }

    private static Read checked(CapabilityRequest request, String key) {
        String fault = fault(request, key);
        return fault == null ? new Read.Request(request) : malformed(fault, request);
    }

    private static @Nullable String fault(CapabilityRequest request, String key) {
        if (!request.getDomain().equals(key)) {
            return "the domain in the record is not that of its key, expected the same";
        }
        if (!Names.isRequestId(request.getRequestId())) {
            return "requestId is out of form, expected 1 to " + Names.MAX_REQUEST_ID_LENGTH
                    + " letters, digits, '.', '_', ':' or '-'";
        }
        if (!Names.isAgent(request.getAgent())) {
            return "agent is out of form, expected a lower-case ASCII name";
        }
        if (!Names.isService(request.getService())) {
            return "service is out of form, expected a lower-case ASCII name";
        }
        if (!Names.isAction(request.getAction())) {
            return "action is out of form, expected lower-case ASCII names joined by dots";
        }
        return sizeFault(request);
    }

    private static @Nullable String sizeFault(CapabilityRequest request) {
        int params = request.getParams().getBytes(StandardCharsets.UTF_8).length;
        if (params > Sizes.PARAMS) {
            return "params has " + params + " bytes, expected at most " + Sizes.PARAMS;
        }
        if (request.getReason().length() > MAX_REASON_LENGTH) {
            return "reason has " + request.getReason().length() + " characters, expected at most " + MAX_REASON_LENGTH;
        }
        if (request.getGrant() != null) {
            return "the request asks for a grant, which this version does not give; expected null";
        }
        return null;
    }

    private static Read malformed(String explanation, @Nullable CapabilityRequest request) {
        return new Read.Unusable(Reason.MALFORMED, explanation, request);
    }
}
