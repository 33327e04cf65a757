// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.signon;

import com.nimbusds.jose.util.Resource;
import com.nimbusds.jose.util.ResourceRetriever;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.http.HTTPRequestSender;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPRequest;
import dev.seks.schemas.wire.BoundedBody;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Exchanges with a provider: by https or on this machine only, one deadline over each, answers of bounded size, no
 * redirects.
 */
final class SignOnHttp implements HTTPRequestSender, ResourceRetriever {
    static final Duration EXCHANGE = Duration.ofSeconds(8);
    static final int MAX_ANSWER = 256 * 1024;
    private static final int FAULT = 500;
    private static final Duration CONNECT = Duration.ofSeconds(4);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    @Override
    public HTTPResponse send(ReadOnlyHTTPRequest request) throws IOException {
        HttpRequest.Builder sent = builder(request.getURI());
        request.getHeaderMap().forEach((name, values) -> values.forEach(value -> sent.header(name, value)));
        String body = Objects.requireNonNullElse(request.getBody(), "");
        sent.method(request.getMethod().name(), HttpRequest.BodyPublishers.ofString(body));
        HttpResponse<byte[]> got = exchange(sent.build());
        if (got.statusCode() >= FAULT) {
            throw new IOException(
                    "status " + got.statusCode() + " from " + request.getURI().getHost());
        }
        HTTPResponse answer = new HTTPResponse(got.statusCode());
        try {
            answer.setContentType(got.headers().firstValue("Content-Type").orElse("text/plain"));
        } catch (ParseException e) {
            throw new IOException("an answer of an unreadable content type", e);
        }
        answer.setBody(new String(got.body(), StandardCharsets.UTF_8));
        return answer;
    }

    @Override
    public Resource retrieveResource(URL url) throws IOException {
        return new Resource(get(URI.create(url.toString())), "application/json");
    }

    String get(URI address) throws IOException {
        HttpResponse<byte[]> got = exchange(
                builder(address).header("Accept", "application/json").GET().build());
        if (got.statusCode() != 200) {
            throw new IOException("status " + got.statusCode() + " from " + address + ", expected 200");
        }
        return new String(got.body(), StandardCharsets.UTF_8);
    }

    private static HttpRequest.Builder builder(URI address) throws IOException {
        if (!SignOnConfig.isSafe(address)) {
            throw new IOException("address " + address + ", expected https");
        }
        return HttpRequest.newBuilder(address);
    }

    private HttpResponse<byte[]> exchange(HttpRequest request) throws IOException {
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(request, head -> new BoundedBody(MAX_ANSWER));
        try {
            return answer.get(EXCHANGE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            answer.cancel(true);
            throw new IOException("no answer from " + request.uri().getHost(), e);
        } catch (InterruptedException stop) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stop);
        }
    }
}
