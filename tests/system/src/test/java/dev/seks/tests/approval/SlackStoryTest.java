// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.approval;

import static dev.seks.tests.approval.SlackSettings.CHANNEL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seks.approval.slack.FakeChannel;
import dev.seks.approval.slack.FakeSlack;
import dev.seks.approval.slack.Presses;
import dev.seks.cli.Seks;
import dev.seks.cli.dev.AllInOne;
import dev.seks.cli.dev.DevOptions;
import dev.seks.client.ClientConfig;
import dev.seks.client.FinalState;
import dev.seks.client.Request;
import dev.seks.client.SeksClient;
import dev.seks.client.Submission;
import dev.seks.schemas.record.Channel;
import dev.seks.schemas.record.Reason;
import dev.seks.schemas.record.VerdictGiven;
import dev.seks.tests.invariant.InvariantChecker;
import dev.seks.tests.invariant.TopicsReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People in Slack decide about what agents ask for, from end to end. */
class SlackStoryTest {
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final String POLICY = """
            version: 1
            defaults: { approval: { approvers: maintainers } }
            people:
              mika: { name: "Mika Sato", slack: "T024BE7LD/U2147483601" }
              ann: { name: "Ann Berg", slack: "T024BE7LD/U2147483602" }
              ola: { name: "Ola Diop", slack: "T024BE7LD/U2147483603" }
            groups:
              maintainers: [mika, ann, ola]
            agents:
              aeonbyte:
                owner: ola
                services:
                  github:
                    require_approval:
                      - { action: "repos.create", quorum: 2 }
                      - { action: "repos.delete", assurance: sso }
                  email:
                    require_approval: ["send", "%s"]
                    deny: ["%s"]
            """;

    @TempDir
    private static Path folder;

    private static final FakeSlack SLACK = new FakeSlack();
    private static final FakeChannel CARDS = SLACK.channel(CHANNEL);
    private static AllInOne all;
    private static SeksClient client;

    @BeforeAll
    static void start() throws IOException {
        Path policy = Files.writeString(folder.resolve("policy.yaml"), POLICY.formatted("draft.create", "admin.*"));
        DevOptions options = DevOptions.in(folder.resolve("data"))
                .withPolicy(policy)
                .withSlack(SlackSettings.ofSocket(folder, SLACK));
        all = AllInOne.start(options, Clock.systemUTC());
        all.publishAddress();
        client = SeksClient.open(ClientConfig.of(all.kafka(), all.domain())
                .signing("aeonbyte", all.keys().signerOf(all.domain(), "aeonbyte")));
        await().atMost(SOON).until(() -> SLACK.connections() == 1);
    }

    @AfterAll
    static void stop() {
        try {
            InvariantChecker.of(new TopicsReader(all.client(), all.topics()).read(name -> true))
                    .withSecrets(List.of(all.token(), FakeSlack.BOT_TOKEN, FakeSlack.APP_TOKEN))
                    .requireNoFinding();
        } finally {
            client.close();
            all.close();
            SLACK.close();
        }
    }

    @Test
    void twoPeopleApproveAndItRuns() {
        Submission submission = ask("github", "repos.create", "{\"name\":\"shop\"}");
        assertThat(card(submission))
                .contains("aeonbyte, owned by Ola Diop, asks for github repos.create")
                .contains("2 people must approve, of")
                .contains("maintainers (Mika Sato, Ann Berg)");

        press("seks-approve", submission, "U2147483601");
        await().atMost(SOON).until(() -> card(submission).contains("approved so far by Mika Sato (slack)"));
        press("seks-approve", submission, "U2147483603"); // the owner, who may not
        awaitAnswer("not among the people");
        press("seks-approve", submission, "U2147483601"); // once more
        awaitAnswer("answered already");
        assertThat(submission.finished()).isNotDone();
        press("seks-approve", submission, "U2147483602");

        FinalState end = submission.awaitFinished(SOON);
        assertThat(end.succeeded()).isTrue();
        assertThat(end.decision().getApproval().getVerdicts())
                .extracting(VerdictGiven::getPerson, VerdictGiven::getChannel, VerdictGiven::getSubject)
                .containsExactly(
                        tuple("mika", Channel.SLACK, "U2147483601"), tuple("ann", Channel.SLACK, "U2147483602"));
        await().atMost(SOON).until(() -> card(submission).contains("*Approved* by Mika Sato, Ann Berg"));
        assertThat(CARDS.cards(submission.requestDigest())).hasSize(1);
    }

    @Test
    void onePersonDeniesAndSaysWhy() {
        Submission submission = ask("email", "send", "{\"to\":\"a@acme.example\",\"subject\":\"x\",\"text\":\"y\"}");
        card(submission);
        int windows = SLACK.windows.size();

        press("seks-deny-why", submission, "U2147483602");
        await().atMost(SOON).until(() -> SLACK.windows.size() > windows);
        SLACK.push(Presses.submit(SLACK.windows.get(windows), "not before the launch", "U2147483602"));

        FinalState end = submission.awaitFinished(SOON);
        assertThat(end.decision().getReason()).isEqualTo(Reason.DENIED_BY_PERSON);
        await().atMost(SOON).until(() -> card(submission).contains("*Denied* by Ann Berg"));
        assertThat(card(submission)).contains("not before the launch");
    }

    @Test
    void aSensitiveRequestIsDecidedInTheInboxAndTheCardFollows() {
        Submission submission = ask("github", "repos.delete", "{\"owner\":\"acme\",\"repo\":\"docs\"}");
        assertThat(card(submission)).contains("Sign in to decide").doesNotContain("seks-approve", "seks-deny");

        press("seks-deny", submission, "U2147483601");

        await().atMost(SOON).until(() -> card(submission).contains("*Denied* by Mika Sato"));
    }

    @Test
    void aNewPolicyEndsTheWaitAndTheCardSaysSo() throws IOException {
        Submission submission = ask("email", "draft.create", "{\"name\":\"launch\",\"text\":\"soon\"}");
        card(submission);
        Path stricter = Files.writeString(folder.resolve("stricter.yaml"), POLICY.formatted("admin.*", "draft.create"));

        StringWriter err = new StringWriter();
        int code = Seks.run(
                new String[] {
                    "policy",
                    "push",
                    stricter.toString(),
                    "-m",
                    "no drafts",
                    "--data",
                    folder.resolve("data").toString()
                },
                new PrintWriter(new StringWriter()),
                new PrintWriter(err, true));

        assertThat(code).as(err.toString()).isZero();
        await().atMost(SOON).until(() -> card(submission).contains("Denied: denied by rule"));
        assertThat(card(submission)).doesNotContain("seks-approve");
    }

    private static Submission ask(String service, String action, String params) {
        return client.submit(Request.of("aeonbyte", service, action).params(params));
    }

    private static void press(String action, Submission submission, String user) {
        String envelope = SLACK.push(Presses.press(SLACK, action, submission.requestDigest(), user));
        await().atMost(SOON).until(() -> SLACK.acknowledged(envelope) != null);
    }

    /** Waits until somebody was told so about what they pressed. */
    private static void awaitAnswer(String text) {
        await().atMost(SOON).until(() -> SLACK.answers.toString().contains(text));
    }

    /** What the one card about it shows, without what keeps Slack from reading markup into it. */
    private static String card(Submission submission) {
        String digest = submission.requestDigest();
        await().atMost(SOON).until(() -> CARDS.cards(digest).size() == 1);
        JsonNode card = CARDS.cards(digest).get(0);
        return card.toString().replace("\u2060", "");
    }
}
