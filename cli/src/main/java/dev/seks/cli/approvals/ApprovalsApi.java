// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.approvals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seks.cli.fault.EnvironmentFault;
import dev.seks.cli.option.RunningDev;
import dev.seks.schemas.wire.RecordJson;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The approval service's REST API, as the bearer of a token. */
final class ApprovalsApi {
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(2);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(15);
    private static final int MAX_TOKEN_BYTES = 4 * 1024;

    /** A full list is 500 requests; none is larger than 128 KiB. */
    private static final int MAX_ANSWER_BYTES = 80 * 1024 * 1024;

    private final URI approvals;
    private final String token;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(CONNECT_WITHIN).build();

    private ApprovalsApi(URI approvals, String token) {
        this.approvals = approvals;
        this.token = token;
    }

    /**
     * The API of a running {@code seks dev}.
     *
     * @throws EnvironmentFault when its token cannot be read
     */
    static ApprovalsApi of(RunningDev dev) {
        String base = dev.inbox().endsWith("/") ? dev.inbox() : dev.inbox() + "/";
        return new ApprovalsApi(URI.create(base + "v1/approvals"), token(dev.tokenFile()));
    }

    /** {@code state}: open or decided. */
    Answer list(String state) {
        return send(request("?state=" + state).GET());
    }

    Answer show(String digest) {
        return send(request("/" + digest).GET());
    }

    /** {@code verdict}: APPROVE or DENY. */
    Answer decide(String digest, String verdict, String comment) {
        return decide(digest, said(verdict, comment));
    }

    /** Approves the same for some time besides; {@code uses} is null for as often as the policy lets it be. */
    Answer approve(String digest, String comment, Duration ttl, @Nullable Integer uses) {
        ObjectNode body = said("APPROVE", comment);
        body.putObject("grant").put("ttlMs", ttl.toMillis()).put("maxUses", uses);
        return decide(digest, body);
    }

    private static ObjectNode said(String verdict, String comment) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        return body.put("verdict", verdict).put("comment", comment).put("channel", "CLI");
    }

    private Answer decide(String digest, ObjectNode body) {
        return send(request("/" + digest + "/verdicts")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(approvals + path))
                .timeout(ANSWER_WITHIN)
                .header("Authorization", "Bearer " + token)
                .header("Accept", "application/json");
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<InputStream> response = http.send(request.build(), BodyHandlers.ofInputStream());
            try (InputStream in = response.body()) {
                String text = new String(in.readNBytes(MAX_ANSWER_BYTES), StandardCharsets.UTF_8);
                JsonNode body = RecordJson.read(text);
                return new Answer(response.statusCode(), body == null ? MissingNode.getInstance() : body);
            }
        } catch (IOException e) {
            throw EnvironmentFault.because("the approval service does not answer at " + approvals, e)
                    .hint("does seks dev run? start it with: ./seks dev");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw EnvironmentFault.because("waiting for the approval service was interrupted", e);
        }
    }

    private static String token(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MAX_TOKEN_BYTES), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw EnvironmentFault.because("the token in " + file + " cannot be read", e)
                    .hint("only the account that runs seks dev may read it");
        }
    }
}
