// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seks.schemas.catalogue.Names;
import dev.seks.schemas.record.CapabilityRequest;
import dev.seks.schemas.record.GrantAsk;
import dev.seks.schemas.text.Printable;
import dev.seks.schemas.topic.Sizes;
import dev.seks.schemas.wire.RecordJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an agent asks to have done. Submitted twice as it is, it is one request: it is decided and executed once and both
 * submissions get the same answer.
 */
public final class Request {
    /** Longest reason, in characters. */
    public static final int MAX_REASON_LENGTH = 2000;

    private static final String A_NAME = "a lower-case name of at most 64 characters";
    private static final String AN_ACTION = "lower-case names joined by dots, at most 128 characters";
    private static final String AN_ID = "1 to 64 of A-Z a-z 0-9 . _ : -";

    private final String id;
    private final Instant createdAt;
    private final Target target;
    private final String params;
    private final Motive motive;

    private Request(String id, Instant createdAt, Target target, String params, Motive motive) {
        this.id = id;
        this.createdAt = createdAt.truncatedTo(ChronoUnit.MILLIS);
        this.target = target;
        this.params = params;
        this.motive = motive;
    }

    /**
     * A request made now, without parameters, under a fresh id.
     *
     * @throws ClientException when a name is outside the grammar of names
     */
    public static Request of(String agent, String service, String action) {
        Instant now = Instant.now();
        Target target = new Target(
                checked("agent", agent, Names.isAgent(agent), A_NAME),
                checked("service", service, Names.isService(service), A_NAME),
                checked("action", action, Names.isAction(action), AN_ACTION));
        return new Request(RequestIds.at(now), now, target, "{}", new Motive("", null, null));
    }

    /** The same under an id of the agent's own; it must be unique in the domain and the agent. */
    public Request id(String id) {
        String known = checked("request id", id, Names.isRequestId(id), AN_ID);
        return new Request(known, createdAt, target, params, motive);
    }

    /** The same with parameters: one JSON object, at most {@link Sizes#PARAMS} bytes, no duplicate keys. */
    public Request params(String json) {
        int bytes = json.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > Sizes.PARAMS) {
            throw new ClientException("params of " + bytes + " bytes, expected at most " + Sizes.PARAMS);
        }
        JsonNode read = RecordJson.read(json);
        if (read == null || !read.isObject()) {
            throw new ClientException("params that are not one JSON object, expected e.g. {\"name\": \"site\"}"
                    + " without duplicate keys");
        }
        return new Request(id, createdAt, target, json, motive);
    }

    /** The same with the agent's own words on why, shown to the people who approve. */
    public Request reason(String reason) {
        if (reason.length() > MAX_REASON_LENGTH) {
            throw new ClientException(
                    "a reason of " + reason.length() + " characters, expected at most " + MAX_REASON_LENGTH);
        }
        return new Request(id, createdAt, target, params, new Motive(reason, motive.deadline, motive.grant));
    }

    /** The same with a time after which the agent no longer wants it. */
    public Request deadline(Instant deadline) {
        Instant known = deadline.truncatedTo(ChronoUnit.MILLIS);
        return new Request(id, createdAt, target, params, new Motive(motive.reason, known, motive.grant));
    }

    /**
     * The same, which asks to do more like it without asking people again: a grant comes with the request, if it is
     * approved. It must cover the request itself, and be within what the policy lets a grant be.
     *
     * @param actions patterns, at most 8; {@code *} stands for any characters
     * @param resource the one resource, as the catalogue names it; null for any
     * @param ttl at most as long as the policy says
     * @param uses null for as often as the policy says
     */
    public Request grant(List<String> actions, @Nullable String resource, Duration ttl, @Nullable Integer uses) {
        if (ttl.toMillis() < 1 || (uses != null && uses < 1) || actions.isEmpty()) {
            throw new ClientException(
                    "a grant of nothing, expected at least one action, 1 ms and one use, or no number of uses");
        }
        GrantAsk ask = new GrantAsk(List.copyOf(actions), resource, ttl.toMillis(), uses);
        return new Request(id, createdAt, target, params, new Motive(motive.reason, motive.deadline, ask));
    }

    /** The same made at another time, e.g. to submit again what was kept over a restart. */
    public Request createdAt(Instant createdAt) {
        return new Request(id, createdAt, target, params, motive);
    }

    public String id() {
        return id;
    }

    public Instant createdAt() {
        return createdAt;
    }

    CapabilityRequest in(String domain) {
        return CapabilityRequest.newBuilder()
                .setRequestId(id)
                .setDomain(checked("domain", domain, Names.isDomain(domain), A_NAME))
                .setAgent(target.agent)
                .setService(target.service)
                .setAction(target.action)
                .setParams(params)
                .setReason(motive.reason)
                .setDeadline(motive.deadline)
                .setGrant(motive.grant)
                .setCreatedAt(createdAt)
                .build();
    }

    private static String checked(String what, String value, boolean fits, String expected) {
        if (!fits) {
            throw new ClientException(what + " '" + Printable.of(value) + "', expected " + expected);
        }
        return value;
    }

    private record Target(String agent, String service, String action) {}

    private record Motive(
            String reason,
            @Nullable Instant deadline,
            @Nullable GrantAsk grant) {}
}
