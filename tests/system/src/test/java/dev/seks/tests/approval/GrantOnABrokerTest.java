// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seks.approval.ApprovalConfig;
import dev.seks.approval.ApprovalService;
import dev.seks.approval.verdict.KafkaVerdicts;
import dev.seks.cli.dev.AllInOne;
import dev.seks.cli.dev.DevOptions;
import dev.seks.cli.dev.Operator;
import dev.seks.client.ClientConfig;
import dev.seks.client.Request;
import dev.seks.client.SeksClient;
import dev.seks.client.Submission;
import dev.seks.schemas.key.KeyFile;
import dev.seks.schemas.record.Channel;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.GrantEnd;
import dev.seks.schemas.record.GrantEndCause;
import dev.seks.schemas.record.JournalEntry;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.Reason;
import dev.seks.schemas.record.Verdict;
import dev.seks.schemas.record.VerdictChoice;
import dev.seks.schemas.signature.RecordSigner;
import dev.seks.schemas.topic.Partitioning;
import dev.seks.schemas.wire.SchemaIds;
import dev.seks.tests.invariant.InvariantChecker;
import dev.seks.tests.invariant.Log;
import dev.seks.tests.invariant.TopicsReader;
import dev.seks.tests.replay.ReplayChecker;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A grant from its approval to its end, on a real broker with every part. */
@Tag("slow")
class GrantOnABrokerTest {
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final Pattern FORM_TOKEN = Pattern.compile("name=\"form\" value=\"([^\"]+)\"");
    private static final String POLICY = """
            version: 1
            people: { ann: { name: "Ann Berg" }, %1$s: { name: "Mika Sato" } }
            groups: { makers: [ann, %1$s] }
            agents:
              bot:
                services:
                  github:
                    require_approval: [ { action: "repos.create", approvers: makers } ]
            """;

    @TempDir
    private Path folder;

    private final HttpClient browser = HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();

    @Test
    void isEndedOnThePageByWhoGaveItAndByNobodyElse() throws Exception {
        String mika = Operator.name(System.getProperty("user.name", ""));
        Path policy = Files.writeString(folder.resolve("policy.yaml"), POLICY.formatted(mika));
        try (AllInOne all =
                        AllInOne.start(DevOptions.in(folder.resolve("data")).withPolicy(policy), Clock.systemUTC());
                SeksClient client = SeksClient.open(ClientConfig.of(all.kafka(), all.domain())
                        .signing("bot", all.keys().signerOf(all.domain(), "bot")))) {
            Submission asked = create(client);
            assertThat(asked.awaitDecided(SOON).getOutcome()).isEqualTo(Outcome.PENDING);
            await().atMost(SOON).until(() -> approveForAWhile(all, asked.requestDigest()) == 202);
            Decision given = asked.awaitFinished(SOON).decision();
            assertThat(given.getGrant().getPeople()).containsExactly(mika);
            assertThat(create(client).awaitDecided(SOON).getReason()).isEqualTo(Reason.ALLOWED_BY_GRANT);
            browser.send(
                    form(all.inbox().resolve("/sign-in"), "token=" + encoded(all.token())), BodyHandlers.discarding());
            String page = awaitPage(all.inbox(), "4</b> of 5 uses left");

            say(all, given, "ann", all.keys().approvalService());
            say(all, given, mika, all.keys().operator());
            await().atMost(SOON)
                    .until(() -> journal(all).stream()
                                    .filter(entry -> String.valueOf(entry.getExplanation())
                                            .matches(".*(not among those who gave the grant|not authenticated).*"))
                                    .count()
                            == 2);
            assertThat(create(client).awaitDecided(SOON).getReason()).isEqualTo(Reason.ALLOWED_BY_GRANT);

            HttpResponse<String> ended = browser.send(
                    form(
                            all.inbox().resolve("/grants/" + given.getRequestDigest() + "/end"),
                            "form=" + encoded(formToken(page))),
                    BodyHandlers.ofString());
            assertThat(ended.statusCode()).as(ended.body()).isEqualTo(200);
            awaitPage(all.inbox(), "revoked by Mika Sato");

            assertThat(create(client).awaitDecided(SOON).getOutcome()).isEqualTo(Outcome.PENDING);
            assertThat(journal(all).stream().map(JournalEntry::getGrantsEnded).filter(Objects::nonNull))
                    .containsExactly(
                            List.of(new GrantEnd(given.getRequestDigest(), "bot", GrantEndCause.REVOKED, mika)));
            isShownByAServiceThatStartsAnew(all, mika);
            Log log = new TopicsReader(all.client(), all.topics()).read(name -> true);
            InvariantChecker.of(log).requireNoFinding();
            ReplayChecker.read(all.client(), all.topics(), all.keys().broker()).requireSame();
        }
    }

    private void isShownByAServiceThatStartsAnew(AllInOne all, String person) throws Exception {
        Path token = Files.createFile(
                folder.resolve("token"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(token, all.token());
        try (ApprovalService another = ApprovalService.start(ApprovalConfig.local(
                all.client(),
                all.topics(),
                SchemaIds.builtIn(),
                token,
                all.keys().approvalService().path(),
                all.keys().roots(),
                person))) {
            await().atMost(SOON).until(another::ready);
            URI there = URI.create("http://127.0.0.1:" + another.port());
            browser.send(form(there.resolve("/sign-in"), "token=" + encoded(all.token())), BodyHandlers.discarding());
            assertThat(page(there)).contains("revoked by Mika Sato", "2 of 5 used", "No agent holds a grant.");
        }
    }

    private static Submission create(SeksClient client) {
        return client.submit(Request.of("bot", "github", "repos.create").params("{\"name\":\"shop\"}"));
    }

    /** A verdict that some key signs, in the name of some person. */
    private static void say(AllInOne all, Decision given, String person, KeyFile key) throws Exception {
        Verdict verdict = Verdict.newBuilder()
                .setDomain(all.domain())
                .setRequestId(given.getRequestId())
                .setAgent(given.getAgent())
                .setRequestDigest(given.getRequestDigest())
                .setPerson(person)
                .setChannel(Channel.WEB)
                .setVerdict(VerdictChoice.REVOKE)
                .setGivenAt(Instant.now().truncatedTo(ChronoUnit.MILLIS))
                .build();
        int partition = Partitioning.partition(
                all.domain().getBytes(StandardCharsets.UTF_8), all.topics().partitions());
        try (KafkaVerdicts verdicts = new KafkaVerdicts(
                all.client(), all.topics(), all.codecs().verdict(), new RecordSigner(key.ed25519(), all.clusterId()))) {
            verdicts.publish(verdict, partition);
        }
    }

    private static List<JournalEntry> journal(AllInOne all) {
        return new TopicsReader(all.client(), all.topics())
                .read(name -> true).journal().stream()
                        .map(entry -> entry.content())
                        .toList();
    }

    private int approveForAWhile(AllInOne all, String digest) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(all.inbox().resolve("/v1/approvals/" + digest + "/verdicts"))
                .header("Authorization", "Bearer " + all.token())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"verdict\":\"APPROVE\",\"grant\":{\"ttlMs\":600000,\"maxUses\":5}}"))
                .build();
        return browser.send(request, BodyHandlers.discarding()).statusCode();
    }

    private String awaitPage(URI inbox, String text) {
        return await().atMost(SOON).until(() -> page(inbox), page -> page.contains(text));
    }

    private String page(URI inbox) throws IOException, InterruptedException {
        return browser.send(HttpRequest.newBuilder(inbox.resolve("/grants")).build(), BodyHandlers.ofString())
                .body();
    }

    private static HttpRequest form(URI there, String body) {
        return HttpRequest.newBuilder(there)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private static String formToken(String page) {
        Matcher matcher = FORM_TOKEN.matcher(page);
        assertThat(matcher.find()).as("a form in the page").isTrue();
        return matcher.group(1);
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
