// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seks.cli.dev.AllInOne;
import dev.seks.cli.dev.DevOptions;
import dev.seks.cli.dev.Operator;
import dev.seks.client.ClientConfig;
import dev.seks.client.FinalState;
import dev.seks.client.Request;
import dev.seks.client.SeksClient;
import dev.seks.client.Submission;
import dev.seks.schemas.record.JournalEntry;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.Reason;
import dev.seks.tests.invariant.InvariantChecker;
import dev.seks.tests.invariant.Log;
import dev.seks.tests.invariant.TopicsReader;
import dev.seks.tests.replay.ReplayChecker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A request that nobody decides for some time, on a real broker with every part. */
@Tag("slow")
class EscalationOnABrokerTest {
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final String POLICY = """
            version: 1
            people: { ann: { name: "Ann Berg" }, %1$s: { name: "Mika Sato" } }
            groups: { on-call: [ann], leads: [%1$s] }
            agents:
              bot:
                services:
                  github:
                    require_approval:
                      - { action: "repos.create", approvers: on-call, escalate: { after: 15s, to: leads } }
            """;

    @TempDir
    private Path folder;

    @Test
    void isDecidedByThoseWhoAreAskedLaterAndNoSooner() throws Exception {
        String lead = Operator.name(System.getProperty("user.name", ""));
        Path policy = Files.writeString(folder.resolve("policy.yaml"), POLICY.formatted(lead));
        try (AllInOne all =
                        AllInOne.start(DevOptions.in(folder.resolve("data")).withPolicy(policy), Clock.systemUTC());
                SeksClient client = SeksClient.open(ClientConfig.of(all.kafka(), all.domain())
                        .signing("bot", all.keys().signerOf(all.domain(), "bot")))) {
            Submission asked =
                    client.submit(Request.of("bot", "github", "repos.create").params("{\"name\":\"shop\"}"));
            String digest = asked.requestDigest();
            assertThat(asked.awaitDecided(SOON).getOutcome()).isEqualTo(Outcome.PENDING);

            int first = await().atMost(SOON).until(() -> approve(all, digest), answer -> answer != 404);

            assertThat(first).as("before they are asked").isEqualTo(403);

            await().atMost(SOON).until(() -> approve(all, digest) == 202);
            FinalState end = asked.awaitFinished(SOON);
            assertThat(end.decision().getReason()).isEqualTo(Reason.APPROVED_BY_PEOPLE);
            assertThat(end.succeeded()).isTrue();
            Log log = new TopicsReader(all.client(), all.topics()).read(name -> true);
            assertThat(log.journal())
                    .map(entry -> entry.content())
                    .map(JournalEntry::getEscalated)
                    .filteredOn(Objects::nonNull)
                    .as("journal entries that bring it before more people")
                    .singleElement()
                    .satisfies(escalated -> {
                        assertThat(escalated).hasSize(1);
                        assertThat(escalated.get(0).getRequestDigest()).isEqualTo(digest);
                        assertThat(escalated.get(0).getGroups()).isEqualTo(List.of("leads"));
                    });
            InvariantChecker.of(log).quiescent().requireNoFinding();
            ReplayChecker.read(all.client(), all.topics(), all.keys().broker()).requireSame();
        }
    }

    private static int approve(AllInOne all, String digest) throws IOException, InterruptedException {
        URI verdicts = all.inbox().resolve("/v1/approvals/" + digest + "/verdicts");
        HttpRequest request = HttpRequest.newBuilder(verdicts)
                .header("Authorization", "Bearer " + all.token())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"verdict\":\"APPROVE\"}"))
                .build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .statusCode();
    }
}
