// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.remote;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.seks.schemas.wire.BoundedBody;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Exchanges with one server, TLS as the Java runtime does it. The time limit covers connecting, waiting and the whole
 * body. Safe for use by many threads.
 */
public final class JsonHttp {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final int MAX_ANSWER_BYTES = 1024 * 1024;
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]", "localhost");

    private final String what;
    private final String base;
    private final HttpClient client;

    /**
     * What a server said.
     *
     * @param body a missing node when it was no JSON
     */
    public record Answer(int status, JsonNode body) {
        public boolean isOk() {
            return status / 100 == 2;
        }

        /** Shows no body: it may hold a secret. */
        @Override
        public String toString() {
            return "Answer[" + status + "]";
        }
    }

    /** {@code what} names the server in messages; {@code base} fits {@link #isBase}. */
    public JsonHttp(String what, URI base) {
        this.what = what;
        this.base = base.toString();
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT_WITHIN)
                .build();
    }

    /** Whether secrets may be asked for there: {@code https}, or {@code http} to this machine; nothing after the path. */
    public static boolean isBase(URI url) {
        String host = url.getHost();
        if (host == null) {
            return false;
        }
        boolean safe = "https".equals(url.getScheme()) || ("http".equals(url.getScheme()) && LOOPBACK.contains(host));
        String path = url.getRawPath() == null ? "" : url.getRawPath();
        return safe
                && url.getRawUserInfo() == null
                && url.getRawQuery() == null
                && url.getRawFragment() == null
                && !path.endsWith("/")
                && !path.contains("//")
                && !Arrays.asList(path.split("/")).contains("..");
    }

    /** What {@link #isBase} accepts, for messages. */
    public static String baseForm() {
        return "https://host with a port or a path but no slash at the end; http:// only to 127.0.0.1, [::1] or localhost";
    }

    /**
     * Asks by GET, or by POST when there is something to say.
     *
     * @param path begins with a slash
     * @throws NoAnswerException when there is no answer within the limit
     */
    public Answer ask(String path, Map<String, String> headers, @Nullable JsonNode said, TimeLimit limit)
            throws NoAnswerException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).setHeader("Accept", "application/json");
        headers.forEach(request::setHeader);
        if (said != null) {
            request.setHeader("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(said.toString(), StandardCharsets.UTF_8));
        }
        HttpResponse<byte[]> response = send(request.build(), limit);
        Answer answer = new Answer(response.statusCode(), json(response.body()));
        Arrays.fill(response.body(), (byte) 0);
        if (answer.status() / 100 == 3) {
            throw new NoAnswerException(what + " answers with a redirect, " + answer.status()
                    + ", which is not followed: name the server itself");
        }
        return answer;
    }

    private HttpResponse<byte[]> send(HttpRequest request, TimeLimit limit) throws NoAnswerException {
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request, head -> new BoundedBody(MAX_ANSWER_BYTES));
        try {
            return answer.get(limit.remainingNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new NoAnswerException(what + " did not answer in time");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            // only the kind of failure: its message may quote what was sent
            throw new NoAnswerException(
                    cause instanceof SSLException
                            ? what + " has no certificate that this machine trusts"
                            : what + " cannot be reached: "
                                    + String.valueOf(cause.getClass().getSimpleName()));
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new NoAnswerException("interrupted while asking " + what);
        }
    }

    private static JsonNode json(byte[] body) {
        try {
            JsonNode json = JSON.readTree(body);
            return json == null ? MissingNode.getInstance() : json;
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }
}
