// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seks.approval.ApprovalConfig;
import dev.seks.approval.ApprovalService;
import dev.seks.cli.dev.AllInOne;
import dev.seks.cli.dev.DevOptions;
import dev.seks.cli.dev.Operator;
import dev.seks.client.ClientConfig;
import dev.seks.client.Request;
import dev.seks.client.SeksClient;
import dev.seks.client.Submission;
import dev.seks.schemas.record.EventKind;
import dev.seks.schemas.wire.SchemaIds;
import dev.seks.tests.invariant.Log;
import dev.seks.tests.invariant.TopicsReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One person's approval, sent many times at once to two instances of the approval service. */
class SameClickTest {
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final int CLICKS_EACH = 5;
    private static final String POLICY = """
            version: 1
            people: { %1$s: { name: "Mika Sato" }, ann: { name: "Ann Berg" } }
            groups: { leads: [%1$s, ann] }
            agents:
              bot:
                services:
                  github:
                    require_approval: [{ action: "repos.create", approvers: [leads], quorum: 2 }]
            """;

    @TempDir
    private Path folder;

    @Test
    void countsOnceHoweverOftenItIsSent() throws Exception {
        String person = Operator.name(System.getProperty("user.name", ""));
        Path policy = Files.writeString(folder.resolve("policy.yaml"), POLICY.formatted(person));
        Path data = folder.resolve("data");
        try (AllInOne all = AllInOne.start(DevOptions.in(data).withPolicy(policy), Clock.systemUTC());
                ApprovalService other = ApprovalService.start(ApprovalConfig.local(
                        all.client(),
                        all.topics(),
                        SchemaIds.builtIn(),
                        data.resolve("token"),
                        all.keys().approvalService().path(),
                        all.keys().roots(),
                        person));
                SeksClient client = SeksClient.open(ClientConfig.of(all.kafka(), all.domain())
                        .signing("bot", all.keys().signerOf(all.domain(), "bot")))) {
            Submission asked =
                    client.submit(Request.of("bot", "github", "repos.create").params("{\"name\":\"site\"}"));
            String digest = asked.requestDigest();
            asked.awaitDecided(SOON);
            List<URI> instances = List.of(all.inbox(), URI.create("http://127.0.0.1:" + other.port()));
            instances.forEach(instance ->
                    await().atMost(SOON).until(() -> send(show(instance, digest, all.token())) == 200));

            List<Integer> answers = click(instances, digest, all.token());

            assertThat(answers).hasSize(2 * CLICKS_EACH).contains(202).isSubsetOf(202, 409);
            long taken = answers.stream().filter(status -> status == 202).count();
            await().atMost(SOON).until(() -> judged(log(all)) == taken);
            Log log = log(all);
            assertThat(log.verdicts()).hasSize((int) taken);
            assertThat(log.decisions())
                    .extracting(decision ->
                            decision.content().getApproval().getVerdicts().size())
                    .as("verdicts that count, in each decision about it")
                    .containsExactly(0, 1);
        }
    }

    private static List<Integer> click(List<URI> instances, String digest, String token) {
        CountDownLatch now = new CountDownLatch(1);
        List<CompletableFuture<Integer>> clicks = new ArrayList<>();
        for (URI instance : instances) {
            for (int i = 0; i < CLICKS_EACH; i++) {
                CompletableFuture<Integer> click = new CompletableFuture<>();
                clicks.add(click);
                new Thread(() -> {
                            try {
                                now.await();
                                click.complete(send(approve(instance, digest, token)));
                            } catch (Exception e) {
                                click.completeExceptionally(e);
                            }
                        })
                        .start();
            }
        }
        now.countDown();
        return clicks.stream().map(CompletableFuture::join).toList();
    }

    private static HttpRequest show(URI instance, String digest, String token) {
        return HttpRequest.newBuilder(instance.resolve("/v1/approvals/" + digest))
                .header("Authorization", "Bearer " + token)
                .build();
    }

    private static HttpRequest approve(URI instance, String digest, String token) {
        return HttpRequest.newBuilder(instance.resolve("/v1/approvals/" + digest + "/verdicts"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"verdict\":\"APPROVE\",\"channel\":\"CLI\"}"))
                .build();
    }

    private static int send(HttpRequest request) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .statusCode();
    }

    /** How many verdicts the state machine has looked at. */
    private static long judged(Log log) {
        return log.journal().stream()
                .filter(entry -> entry.content().getKind() == EventKind.VERDICT)
                .count();
    }

    private static Log log(AllInOne all) {
        return new TopicsReader(all.client(), all.topics()).read(name -> false);
    }
}
