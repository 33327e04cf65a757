// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import dev.seks.broker.policy.GrantScope;
import dev.seks.schemas.catalogue.Names;
import dev.seks.schemas.record.CapabilityRequest;
import dev.seks.schemas.record.GrantAsk;
import dev.seks.schemas.record.Reason;
import dev.seks.schemas.signature.SignatureHeader;
import dev.seks.schemas.topic.Sizes;
import dev.seks.schemas.wire.RecordCodec;
import dev.seks.schemas.wire.WireException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The first look at a record of the request topic: where it stands, who wrote it, whether it is a request at all, and
 * whether it is fresh. INVARIANT: nothing of the value is read before the signature over it has been verified.
 */
final class Intake {
    /** How far the agent's clock may be from the broker's, in both directions. */
    static final Duration FRESHNESS = Duration.ofMinutes(2);

    /** The longest reason an agent may give, in characters. */
    static final int MAX_REASON_LENGTH = 2000;

    private final RecordCodec<CapabilityRequest> codec;
    private final Authentication authentication;

    Intake(RecordCodec<CapabilityRequest> codec, Authentication authentication) {
        this.codec = codec;
        this.authentication = authentication;
    }

    /** What a record turned out to be. */
    sealed interface Read {
        /** A request whose every field is within its grammar, of an agent that has shown to be the one it names. */
        record Request(CapabilityRequest request, Proof.Proven proof) implements Read {}

        /**
         * No request that can be decided.
         *
         * @param request null when it could not even be decoded, or was not looked at
         * @param proof null when nobody has shown to have written it
         */
        record Unusable(
                Reason reason, String explanation, @Nullable CapabilityRequest request, Proof.@Nullable Proven proof)
                implements Read {

            /** Whether it belongs to the domain of its key and not to nobody's. */
            boolean isOfItsDomain() {
                return request != null || proof != null && proof.keyId() != null;
            }
        }
    }

    Read read(State state, Event event) {
        byte[] value = event.value();
        if (value == null) {
            return malformed("the record has no value, expected a request", null, null);
        }
        if (value.length > Sizes.REQUEST_VALUE) {
            return malformed(
                    "the record has " + value.length + " bytes, expected at most " + Sizes.REQUEST_VALUE, null, null);
        }
        String domain = Home.named(event);
        if (domain == null) {
            return malformed("the record's key is no domain's name, expected the domain in UTF-8", null, null);
        }
        if (!Home.isInPlace(event)) {
            return new Read.Unusable(
                    Reason.MISROUTED,
                    "the record stands in partition " + event.cause().getPartition()
                            + ", where its key does not belong: use Kafka's default partitioner (in librdkafka"
                            + " clients partitioner=murmur2_random)",
                    null,
                    null);
        }
        return authentication.isRequired()
                ? proven(state, event, domain)
                : decoded(event, domain, Proof.Proven.NOTHING);
    }

    private Read proven(State state, Event event, String domain) {
        if (!(Authentication.header(event) instanceof SignatureHeader.Reading.Sound sound)) {
            return unproven(((SignatureHeader.Reading.Faulty) Authentication.header(event)).why(), null, null);
        }
        ActivePolicy policy = state.policy(domain);
        if (policy == null) {
            return new Read.Unusable(
                    Reason.NO_POLICY, "domain " + domain + " has no policy, so nobody can show who asks", null, null);
        }
        Proof proof = authentication.agent(event, sound.header(), domain, policy);
        return proof instanceof Proof.Proven proven
                ? decoded(event, domain, proven)
                : unproven(((Proof.Missing) proof).why(), null, null);
    }

    private Read decoded(Event event, String domain, Proof.Proven proof) {
        CapabilityRequest request;
        try {
            request = codec.decode(event.value());
        } catch (WireException e) {
            return malformed("the value is unreadable: " + e.getMessage(), null, proof);
        }
        String fault = fault(request, domain);
        if (fault != null) {
            return malformed(fault, request, proof);
        }
        return proof.owner() == null || proof.owner().equals(request.getAgent())
                ? new Read.Request(request, proof)
                : unproven(
                        "the request is agent " + request.getAgent() + "'s and signed with a key of agent "
                                + proof.owner(),
                        request,
                        proof);
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
        GrantAsk grant = request.getGrant();
        if (grant == null) {
            return null;
        }
        return GrantScope.fault(grant.getActions(), grant.getResource()).orElse(null);
    }

    private static Read malformed(
            String explanation, @Nullable CapabilityRequest request, Proof.@Nullable Proven proof) {
        return new Read.Unusable(Reason.MALFORMED, explanation, request, proof);
    }

    private static Read unproven(
            String explanation, @Nullable CapabilityRequest request, Proof.@Nullable Proven proof) {
        return new Read.Unusable(Reason.NOT_AUTHENTICATED, explanation, request, proof);
    }
}
