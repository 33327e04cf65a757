// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seks.cli.fault.EnvironmentFault;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** The person of the story, who decides about approvals over the approval service's HTTP API, as people's tools do. */
final class Person {
    private static final int ACCEPTED = 202;
    private static final int NOT_FOUND = 404;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int ATTEMPTS = 400;
    private static final long PAUSE_MS = 50;

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI inbox;
    private final String token;

    Person(URI inbox, String token) {
        this.inbox = inbox;
        this.token = token;
    }

    /** Says it, as soon as the approval service knows of the request. */
    void say(String digest, Story.Said said) {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("verdict", said.verdict().name())
                .put("comment", said.comment());
        Story.Again again = said.grant();
        if (again != null) {
            body.putObject("grant").put("ttlMs", again.ttlMs()).put("maxUses", again.maxUses());
        }
        HttpRequest request = HttpRequest.newBuilder(inbox.resolve("/v1/approvals/" + digest + "/verdicts"))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString()))
                .build();
        HttpResponse<String> answer = send(request);
        for (int attempt = 1; answer.statusCode() == NOT_FOUND && attempt < ATTEMPTS; attempt++) {
            pause();
            answer = send(request);
        }
        if (answer.statusCode() != ACCEPTED) {
            throw EnvironmentFault.of(
                    "the approval service answered " + answer.statusCode() + " to a verdict, expected " + ACCEPTED);
        }
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw EnvironmentFault.because("the approval service does not answer: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            throw EnvironmentFault.interrupted(e);
        }
    }

    /** Before somebody tries again what did not count yet. */
    static void pause() {
        try {
            Thread.sleep(PAUSE_MS);
        } catch (InterruptedException e) {
            throw EnvironmentFault.interrupted(e);
        }
    }
}
