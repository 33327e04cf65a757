// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seks.cli.Seks;
import dev.seks.schemas.key.KeyFile;
import dev.seks.schemas.signature.AgentKeys;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands for asking, approving and looking back, against everything that runs for real. */
class CommandsTest {
    private static final Duration SOON = Duration.ofMinutes(1);

    @TempDir
    private static Path folder;

    private static RunningSeks seks;

    @BeforeAll
    static void start() {
        seks = RunningSeks.in(folder);
    }

    @AfterAll
    static void stop() {
        try (RunningSeks running = seks) {
            running.requireInvariants();
        }
    }

    @Test
    void requestTellsWhatWasDone() {
        Run run = seks.seks("request", "github", "repos.get", "owner=acme", "repo=site");

        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .startsWith("SUCCEEDED  github repos.get  (HTTP 200)")
                .contains("agents.aeonbyte.services.github.allow[1] (policy.yaml:6)")
                .contains("\"full_name\" : \"acme/site\"");
    }

    @Test
    void requestPrintsTheFinalStateOfTheContract() {
        Run run = seks.seks("request", "github", "repos.delete", "--params", SITE, "--id", "d-1", "--json");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.json()).hasSize(1);
        JsonNode state = run.json().get(0);
        List<String> names = new ArrayList<>();
        state.fieldNames().forEachRemaining(names::add);
        assertThat(names)
                .containsExactly(
                        "requestId",
                        "requestDigest",
                        "domain",
                        "agent",
                        "service",
                        "action",
                        "outcome",
                        "reason",
                        "explanation",
                        "rule",
                        "rules",
                        "policyVersion",
                        "seq",
                        "retryAfterMs",
                        "status",
                        "statusCode",
                        "body",
                        "error",
                        "decidedAt",
                        "finishedAt");
        assertThat(state.get("requestId").textValue()).isEqualTo("d-1");
        assertThat(state.get("reason").textValue()).isEqualTo("DENIED_BY_RULE");
        assertThat(state.at("/rules/0/line").intValue()).isPositive();
        assertThat(state.get("finishedAt")).isEqualTo(state.get("decidedAt"));
    }

    @Test
    void requestThatWaitsSaysHowToApproveIt() {
        Run run = seks.seks("request", "github", "repos.create", "name=hint", "--wait", "0s", "--json");

        assertThat(run.code()).isEqualTo(3);
        JsonNode state = run.json().get(0);
        String handle = state.get("requestDigest").textValue().substring(0, 8);
        assertThat(state.get("outcome").textValue()).isEqualTo("PENDING");
        assertThat(state.get("status").isNull()).isTrue();
        assertThat(run.err())
                .contains(handle + " waits for a person")
                .contains("./seks approvals approve " + handle + " --data " + folder.resolve("data"));
    }

    @Test
    void requestGoesOnWhenAPersonApproves() {
        CompletableFuture<Run> asked = CompletableFuture.supplyAsync(
                () -> seks.seks("request", "github", "repos.create", "name=approved", "private:=true", "--json"));
        String digest = await().atMost(SOON).until(() -> waiting("approved"), found -> !found.isEmpty());

        Run shown = seks.seks("approvals", "show", digest.substring(0, 12));
        Run approved = seks.seks("approvals", "approve", digest.substring(0, 12), "--comment", "for the launch");

        assertThat(shown.out()).contains("params     {\"name\":\"approved\",\"private\":true}");
        assertThat(approved.code()).isZero();
        assertThat(approved.out()).contains("APPROVE is recorded");
        assertThat(asked.join().code()).isZero();
        assertThat(asked.join().json().get(0).get("reason").textValue()).isEqualTo("APPROVED_BY_PEOPLE");
        Run late = seks.seks("approvals", "deny", digest);
        assertThat(late.code()).isEqualTo(1);
        assertThat(late.err()).contains("seks: decided already");
        JsonNode report = seks.seks("approvals", "report", "--json", "--enough", "1")
                .json()
                .get(0);
        assertThat(report.get("approved").asInt()).isPositive();
        assertThat(report.at("/rules/0/rule").textValue())
                .isEqualTo("agents.aeonbyte.services.github.require_approval[0]");
    }

    @Test
    void grantLetsTheSameThroughUntilItIsRevokedAndNothingElse() {
        CompletableFuture<Run> asked = CompletableFuture.supplyAsync(
                () -> seks.seks("request", "github", "repos.create", "name=granted", "--json"));
        String digest = await().atMost(SOON).until(() -> waiting("granted"), found -> !found.isEmpty());
        assertThat(seks.seks("approvals", "approve", digest, "--for", "24h").code())
                .isEqualTo(1);
        assertThat(seks.seks("approvals", "approve", digest, "--for", "10m", "--uses", "3")
                        .code())
                .isZero();
        asked.join();

        Run same = seks.seks("request", "github", "repos.create", "name=granted", "--id", "g-2", "--json");
        Run other = seks.seks("request", "github", "repos.create", "name=other", "--wait", "0s", "--json");
        JsonNode grant = seks.seks("grants", "--json").json().get(0);
        Run revoked = seks.seks("grants", "revoke", digest.substring(0, 12), "--reason", "enough");
        Run afterwards = seks.seks("request", "github", "repos.create", "name=granted", "--wait", "0s", "--json");

        assertThat(same.json().get(0).get("reason").textValue()).isEqualTo("ALLOWED_BY_GRANT");
        assertThat(other.json().get(0).get("outcome").textValue()).isEqualTo("PENDING");
        assertThat(grant.get("grantId").textValue()).isEqualTo(digest);
        assertThat(grant.get("used").asInt()).isEqualTo(1);
        assertThat(grant.get("maxUses").asInt()).isEqualTo(3);
        assertThat(revoked.code()).as(revoked.err()).isZero();
        assertThat(seks.seks("grants", "--json").json()).isEmpty();
        assertThat(afterwards.json().get(0).get("outcome").textValue()).isEqualTo("PENDING");
    }

    @Test
    void requestEndsWhenAPersonDenies() {
        CompletableFuture<Run> asked = CompletableFuture.supplyAsync(
                () -> seks.seks("request", "github", "repos.create", "name=refused", "--json"));
        String digest = await().atMost(SOON).until(() -> waiting("refused"), found -> !found.isEmpty());

        assertThat(seks.seks("approvals", "deny", digest).code()).isZero();

        assertThat(asked.join().code()).isEqualTo(1);
        assertThat(asked.join().json().get(0).get("reason").textValue()).isEqualTo("DENIED_BY_PERSON");
    }

    @Test
    void requestRefusesWhatTheLibraryRefuses() {
        Run run = seks.seks("request", "github", "Repos.Get");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("action 'Repos.Get', expected lower-case names joined by dots");
    }

    @Test
    void approvalsOfAnUnknownRequestAreNotFound() {
        Run run = seks.seks("approvals", "approve", "0".repeat(64));

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("seks: not found");
    }

    @Test
    void auditLogTellsEachRequestOnceInTheOrderOfItsDomain() {
        seks.seks("request", "github", "repos.get", "owner=acme", "repo=site", "--id", "log-1");
        seks.seks("request", "github", "repos.delete", "owner=acme", "repo=site", "--id", "log-2");

        Run run = seks.seks("audit", "log", "--json", "--domain", "default");

        List<JsonNode> states = run.json();
        assertThat(states).extracting(state -> state.get("seq").longValue()).isSorted();
        assertThat(states)
                .extracting(state -> state.get("requestId").textValue())
                .doesNotHaveDuplicates();
        assertThat(named(states, "log-1").get("status").textValue()).isEqualTo("SUCCEEDED");
        assertThat(named(states, "log-2").get("outcome").textValue()).isEqualTo("DENIED");
    }

    @Test
    void auditLogTellsTheSameAsTheRequestItself() {
        Run asked = seks.seks("request", "github", "issues.list", "owner=acme", "repo=site", "--id", "same", "--json");

        Run run = seks.seks(
                "audit", "log", "--json", "--since", "5m", "--action", "issues.list", "--outcome", "succeeded");

        assertThat(named(run.json(), "same")).isEqualTo(asked.json().get(0));
    }

    @Test
    void auditLogLeavesOutWhatIsNotAskedFor() {
        seks.seks("request", "github", "repos.get", "owner=acme", "repo=site", "--id", "old");

        assertThat(seks.seks("audit", "log", "--agent", "somebody").out()).isEmpty();
        assertThat(seks.seks("audit", "log", "--until", "1d").out()).isEmpty();
        assertThat(seks.seks("audit", "log", "--reason", "rate_limited").out()).isEmpty();
        assertThat(seks.seks("audit", "log", "--limit", "1").out().lines()).hasSize(1);
    }

    @Test
    void auditLogFollowsWhatHappens() throws InterruptedException {
        Reader reader = new Reader();
        Thread thread = new Thread(() -> Seks.run(
                new String[] {
                    "audit",
                    "log",
                    "--follow",
                    "--since",
                    "1m",
                    "--json",
                    "--data",
                    folder.resolve("data").toString()
                },
                new PrintWriter(reader, true),
                new PrintWriter(new StringWriter())));
        thread.start();

        await().atMost(SOON).until(() -> {
            seks.seks("request", "github", "repos.get", "owner=acme", "repo=site", "--reason", "to be seen");
            return reader.lines() > 1;
        });
        reader.leaves();

        thread.join(SOON.toMillis());
        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void auditShowTellsTheWholeLifeOfARequest() {
        Run asked =
                seks.seks("request", "github", "repos.get", "--params", SITE, "--reason", "see \u001b[2J", "--json");
        String digest = asked.json().get(0).get("requestDigest").textValue();

        Run json = seks.seks("audit", "show", digest.substring(0, 16), "--json");
        Run text = seks.seks("audit", "show", digest);

        assertThat(json.json())
                .extracting(record -> record.get("topic").textValue())
                .containsExactlyInAnyOrder(
                        "seks.requests", "seks.approved", "seks.journal", "seks.claims", "seks.results");
        assertThat(json.json())
                .extracting(record -> record.get("appendTime").textValue())
                .isSorted();
        assertThat(json.json().get(0).at("/value/params/repo").textValue()).isEqualTo("site");
        assertThat(text.out())
                .startsWith("request " + digest)
                .contains("its words  \"see \\u{1b}[2J\"")
                .contains("APPROVED  ALLOWED_BY_RULE")
                .contains("SUCCEEDED, HTTP 200")
                .doesNotContain("\u001b");
    }

    @Test
    void auditShowKnowsNoOtherRequest() {
        Run run = seks.seks("audit", "show", "0".repeat(64));

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("stands in the log");
    }

    @Test
    void commandsFindAClusterByItsAddress(@TempDir Path folder) {
        KeyFile key = new KeyFile(folder.resolve("aeonbyte"));
        key.write(seks.all().keys().agentKeys().key(seks.all().domain(), new AgentKeys.Name("aeonbyte", 1)));
        Run run = Run.seks(
                "request", "github", "repos.list", "--kafka", seks.all().kafka());
        String[] asking = {"request", "github", "repos.get", "owner=acme", "repo=site", "--agent", "aeonbyte"};
        Run unsigned = Run.seks(with(asking, "--kafka", seks.all().kafka()));
        Run agent = Run.seks(
                with(asking, "--kafka", seks.all().kafka(), "--key", key.path().toString()));

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("no agent is named");
        assertThat(unsigned.code()).isEqualTo(1);
        assertThat(unsigned.out()).contains("NOT_AUTHENTICATED");
        assertThat(agent.code()).isZero();
    }

    private static String[] with(String[] line, String... more) {
        return Stream.concat(Arrays.stream(line), Arrays.stream(more)).toArray(String[]::new);
    }

    private static final String SITE = "{\"owner\":\"acme\",\"repo\":\"site\"}";

    /** Digest of the open approval to create this repository; empty while there is none. */
    private static String waiting(String repository) {
        return seks.seks("approvals", "--json").json().stream()
                .filter(entry -> entry.at("/request/params/name").asText().equals(repository))
                .map(entry -> entry.get("requestDigest").textValue())
                .findFirst()
                .orElse("");
    }

    private static JsonNode named(List<JsonNode> states, String requestId) {
        return states.stream()
                .filter(state -> requestId.equals(state.get("requestId").textValue()))
                .findFirst()
                .orElseThrow();
    }

    /** Somebody who reads the output of a command until they have seen enough. */
    private static final class Reader extends Writer {
        private final StringBuffer read = new StringBuffer();
        private final AtomicBoolean left = new AtomicBoolean();

        @Override
        public void write(char[] text, int from, int length) throws IOException {
            flush();
            read.append(text, from, length);
        }

        @Override
        public void flush() throws IOException {
            if (left.get()) {
                throw new IOException("nobody reads any more");
            }
        }

        @Override
        public void close() {
            leaves();
        }

        long lines() {
            return read.toString().lines().count();
        }

        void leaves() {
            left.set(true);
        }
    }
}
