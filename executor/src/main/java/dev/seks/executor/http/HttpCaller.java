// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.seks.executor.answer.ContentDecoder;
import dev.seks.executor.call.ActionCall;
import dev.seks.executor.call.Attempt;
import dev.seks.executor.call.CallBounds;
import dev.seks.executor.call.Caller;
import dev.seks.executor.call.Deadline;
import dev.seks.executor.credential.Destination;
import dev.seks.executor.credential.Secret;
import dev.seks.executor.egress.AddressPolicy;
import dev.seks.executor.egress.TimedNames;
import dev.seks.schemas.catalogue.Call.HttpCall;
import dev.seks.schemas.catalogue.Credential;
import dev.seks.schemas.catalogue.ParamDefinition;
import dev.seks.schemas.catalogue.Place;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.jspecify.annotations.Nullable;

/**
 * Makes HTTP calls. The method, the host and every header come from the catalogue or from here; an agent's parameters
 * only ever become path segments, query values and fields of a JSON body.
 */
public final class HttpCaller implements Caller<HttpCall> {
    private static final String USER_AGENT = "seks-executor";
    private static final JsonMapper JSON = new JsonMapper();

    private final TimedNames names;
    private final HttpExchange publicOnly;
    private final HttpExchange privateToo;

    /** A caller that asks the system for addresses. */
    public HttpCaller(CallBounds bounds) {
        this(bounds, SystemDefaultDnsResolver.INSTANCE);
    }

    HttpCaller(CallBounds bounds, DnsResolver names) {
        this.names = new TimedNames(names);
        this.publicOnly = new HttpExchange(AddressPolicy.PUBLIC, this.names, bounds);
        this.privateToo = new HttpExchange(AddressPolicy.PRIVATE_TOO, this.names, bounds);
    }

    @Override
    public Class<HttpCall> kind() {
        return HttpCall.class;
    }

    @Override
    public Optional<Destination> destination(ActionCall call) {
        return Optional.ofNullable(call.service().baseUrl()).map(Destination::of);
    }

    @Override
    public Attempt attempt(
            ActionCall call, HttpCall http, @Nullable Secret secret, CallBounds bounds, Deadline deadline) {
        URI base = call.service().baseUrl();
        if (base == null) {
            return Attempt.notDone("no_base_url", "the service has no base_url in the catalogue");
        }
        URI url;
        try {
            url = CallUrl.of(base, http, call.action(), call.params());
        } catch (CallUrl.UnsafeUrlException e) {
            return Attempt.notDone("unsafe_url", e.getMessage());
        }
        HttpUriRequestBase request = request(call, http, url);
        Credential credential = call.service().credential();
        if (credential != null && secret != null && credential.injection() instanceof Credential.Header header) {
            String value = header.value(secret.reveal());
            if (!isHeaderSafe(value)) {
                return Attempt.notDone(
                        "credential_unusable", "credential " + credential.ref() + " cannot stand in a header");
            }
            request.setHeader(header.name(), value);
        }
        return (call.service().allowPrivate() ? privateToo : publicOnly).send(request, call.gate(), bounds, deadline);
    }

    private static HttpUriRequestBase request(ActionCall call, HttpCall http, URI url) {
        HttpUriRequestBase request = new HttpUriRequestBase(http.method().name(), url);
        request.setHeader(HttpHeaders.ACCEPT, ContentType.APPLICATION_JSON.getMimeType());
        request.setHeader(HttpHeaders.USER_AGENT, USER_AGENT);
        request.setHeader(HttpHeaders.ACCEPT_ENCODING, ContentDecoder.ACCEPTED);
        ContentType type = ContentType.APPLICATION_JSON;
        for (Map.Entry<String, String> header : http.headers().entrySet()) {
            if (header.getKey().equalsIgnoreCase(HttpHeaders.CONTENT_TYPE)) {
                type = ContentType.parse(header.getValue()).withCharset(StandardCharsets.UTF_8);
            } else {
                request.setHeader(header.getKey(), header.getValue());
            }
        }
        if (http.idempotencyHeader() != null) {
            request.setHeader(http.idempotencyHeader(), call.id().key());
        }
        if (http.method().hasBody()) {
            request.setEntity(new StringEntity(body(call), type));
        }
        return request;
    }

    private static String body(ActionCall call) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (ParamDefinition param : call.action().params().all()) {
            Object value = call.params().get(param.name());
            if (param.place() == Place.BODY && value != null) {
                fields.put(param.name(), value);
            }
        }
        try {
            return JSON.writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("checked parameters that cannot be written as JSON", e);
        }
    }

    /** Visible ASCII and blanks: nothing that could end the header or be read differently by two servers. */
    private static boolean isHeaderSafe(String value) {
        return value.chars().allMatch(c -> c >= ' ' && c <= '~');
    }

    @Override
    public void close() {
        publicOnly.close();
        privateToo.close();
        names.close();
    }
}
