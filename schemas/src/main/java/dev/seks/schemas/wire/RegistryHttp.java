// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One exchange with a registry: requests in a row under one deadline, which covers bodies too, with bounded answers and
 * no redirects.
 */
final class RegistryHttp {
    /** JSON as everyone of this package reads and writes it. */
    static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final int MAX_ANSWER_BYTES = 1024 * 1024;
    private static final int MAX_QUOTED_CHARACTERS = 300;
    private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";

    private final String base;
    private final @Nullable String authorization;
    private final Duration deadline;
    private final long giveUp;
    private final HttpClient client;

    RegistryHttp(RegistryConfig config) throws RegistryException {
        this.base = config.base();
        this.authorization = config.login() == null ? null : config.login().authorization();
        this.deadline = config.deadline();
        this.giveUp = System.nanoTime() + deadline.toNanos();
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(deadline)
                .build();
    }

    JsonNode get(String path) throws RegistryException {
        return exchange(path, request(path).GET().build());
    }

    JsonNode post(String path, JsonNode body) throws RegistryException {
        return exchange(
                path,
                request(path)
                        .header("Content-Type", MEDIA_TYPE)
                        .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                        .build());
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).header("Accept", MEDIA_TYPE);
        return authorization == null ? request : request.header("Authorization", authorization);
    }

    private JsonNode exchange(String path, HttpRequest request) throws RegistryException {
        HttpResponse<byte[]> response = send(request);
        int status = response.statusCode();
        if (status / 100 != 2) {
            throw refusal(path, status, response.body());
        }
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new RegistryException(
                    "the schema registry at " + base + " answers " + path + " with something that is no JSON", null);
        }
    }

    private HttpResponse<byte[]> send(HttpRequest request) throws RegistryException {
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request, head -> new BoundedBody(MAX_ANSWER_BYTES));
        try {
            return answer.get(Math.max(0, giveUp - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new RegistryOutage(
                    "the schema registry at " + base + " did not finish within " + deadline.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw new RegistryOutage("the schema registry at " + base + " cannot be reached: " + e.getCause(), e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new RegistryException("interrupted while asking the schema registry at " + base, e);
        }
    }

    private RegistryException refusal(String path, int status, byte[] body) {
        String said = "the schema registry at " + base + " answers " + path + " with " + status + quoted(body);
        if (status / 100 == 5 || status == 408 || status == 429) {
            return new RegistryOutage(said, null);
        }
        return new RegistryException(
                switch (status) {
                    case 301, 302, 303, 307, 308 -> said + ", expected no redirect: give the final url";
                    case 401, 403 -> said + ", expected a login that may read and register schemas";
                    case 404 -> said + ", expected the subject and schema to be registered";
                    case 409 -> said + ", expected a schema compatible with the registered versions";
                    default -> said;
                },
                null);
    }

    /** The registry's own words, in brackets, where it sent an error of its kind. */
    private static String quoted(byte[] body) {
        try {
            JsonNode error = JSON.readTree(new String(body, StandardCharsets.UTF_8));
            String message = error == null ? "" : error.path("message").asText("");
            String shown = message.replaceAll("\\p{Cntrl}", " ").strip();
            return shown.isEmpty()
                    ? ""
                    : " (" + shown.substring(0, Math.min(shown.length(), MAX_QUOTED_CHARACTERS)) + ")";
        } catch (JsonProcessingException e) {
            return "";
        }
    }
}
