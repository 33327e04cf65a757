// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.seks.cli.CommandRun;
import dev.seks.cli.dev.AllInOne;
import dev.seks.cli.dev.DevOptions;
import dev.seks.schemas.record.BundleFile;
import dev.seks.schemas.record.PolicyBundle;
import dev.seks.schemas.signature.RecordSigner;
import dev.seks.schemas.topic.Publishers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Push, log and show against everything in one process; each step goes on from the one before. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class PublishedPolicyTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    static Path data;

    private static AllInOne all;
    private static Path policy;

    @BeforeAll
    static void start() throws Exception {
        all = AllInOne.start(DevOptions.in(data), Clock.systemUTC());
        all.publishAddress();
        String example = Files.readString(data.resolve("seks-policy.yaml"));
        policy = Files.writeString(data.resolve("mine.yaml"), example.replace("per_minute: 30", "per_minute: 20"));
    }

    @AfterAll
    static void stop() {
        all.close();
    }

    @Test
    @Order(1)
    void bringsANewVersionIntoForceWithTheCatalogueOfTheOneBefore() throws Exception {
        CommandRun run = seks("push", policy.toString(), "-m", "fewer a minute");

        assertThat(run.out()).isEqualTo("version 2 of domain default came into force\n");
        assertThat(run.err()).contains("the catalogue is that of version 1");
        assertThat(run.code()).isZero();
        assertThat(request("repos.get", "owner=acme", "repo=site").code()).isZero();
    }

    @Test
    @Order(2)
    void publishesNothingThatSaysTheSame() {
        CommandRun run = seks("push", policy.toString(), "-m", "again", "--json");

        assertThat(run.code()).isZero();
        assertThat(run.err()).contains("version 2 says the same, nothing is published");
        assertThat(json(run, 0).get("message").asText()).isEqualTo("fewer a minute");
        assertThat(json(run, 0).get("standing").asText()).isEqualTo("ACTIVATED");
    }

    @Test
    @Order(3)
    void tellsThatAnotherPublisherOfTheSameVersionWasFirst() {
        BundlePublisher publisher =
                new BundlePublisher(all.client(), all.topics(), all.codecs(), all.domain(), Publishers.ANYBODY);
        Optional<PublishedBundle> newest = publisher.newest();
        PolicyBundle before = newest.orElseThrow().bundle();

        PublishedBundle first = publisher.publish(source(before, "# first\n"), signature("first"), newest);
        PublishedBundle second = publisher.publish(source(before, "# second\n"), signature("second"), newest);

        assertThat(first.version()).isEqualTo(3).isEqualTo(second.version());
        assertThat(publisher.standing(second, PATIENCE))
                .returns(Standing.Word.REFUSED, Standing::word)
                .returns("bundle 3 refused: version 3, expected more than 3", Standing::reason);
        assertThat(publisher.standing(first, PATIENCE).word()).isEqualTo(Standing.Word.ACTIVATED);
    }

    @Test
    @Order(4)
    void tellsWhatWasPublishedAndWhatBecameOfIt() {
        CommandRun text = seks("log");
        CommandRun run = seks("log", "--json");

        assertThat(run.lines()).hasSize(4);
        assertThat(List.of(0, 1, 2, 3))
                .extracting(n -> json(run, n).get("version").asInt() + " "
                        + json(run, n).get("standing").asText() + " "
                        + json(run, n).get("inForce").asBoolean() + " "
                        + json(run, n).get("message").asText())
                .containsExactly(
                        "1 ACTIVATED false published by seks dev",
                        "2 ACTIVATED false fewer a minute",
                        "3 ACTIVATED true first",
                        "3 REFUSED false second");
        assertThat(json(run, 1).get("author").asText()).isEqualTo(System.getProperty("user.name"));
        assertThat(json(run, 1).get("gitCommit").isNull()).isTrue();
        assertThat(text.lines()).hasSize(4);
        assertThat(text.lines().get(0)).startsWith("   1  replaced  20");
        assertThat(text.lines().get(2)).startsWith("   3  in force  ").endsWith("first");
        assertThat(text.lines().get(3)).endsWith("second: bundle 3 refused: version 3, expected more than 3");
        assertThat(seks("log", "--limit", "1").lines()).hasSize(1);
        assertThat(seks("log", "--limit", "0").code()).isEqualTo(2);
    }

    @Test
    @Order(5)
    void showsAVersionWordForWord() throws Exception {
        assertThat(seks("show", "2").out()).isEqualTo(Files.readString(policy));
        assertThat(seks("show", "2").err()).contains("version 2 by ", "fewer a minute", "policy version 2 is in force");
        assertThat(seks("show").out()).isEqualTo("# first\n" + Files.readString(policy));
        assertThat(seks("show", "2", "--file", "catalogue/email.yaml").out()).contains("service: email");
        assertThat(json(seks("show", "2", "--json"), 0)
                        .get("policy")
                        .get("text")
                        .asText())
                .isEqualTo(Files.readString(policy));
        assertThat(seks("show", "2", "--file", "x.yaml"))
                .returns(2, CommandRun::code)
                .returns(
                        true, run -> run.err().contains("expected one of catalogue/email.yaml, catalogue/github.yaml"));
        assertThat(seks("show", "9"))
                .returns(1, CommandRun::code)
                .returns("seks: there is no version 9\n", CommandRun::err);
    }

    @Test
    @Order(5)
    void comparesVersionsWithEachOtherAndWithFiles() throws Exception {
        Path next = Files.writeString(
                data.resolve("next.yaml"), Files.readString(policy).replace("\"issues.list\"", "\"issues.create\""));

        CommandRun versions = seks("diff", "v1", "v2");
        CommandRun file = seks("diff", "v2", next.toString());

        assertThat(versions.out()).isEqualTo("rate_limits.per_agent.requests_per_minute: 30 -> 20\n");
        assertThat(versions.code()).isEqualTo(1);
        assertThat(file.lines())
                .contains("  was  approved by agents.aeonbyte.services.github.allow[2] (v2:mine.yaml:9)");
        assertThat(file.err()).isEqualTo("1 decision changes: 1 narrower\n");
        assertThat(seks("diff", "v2", "v3").code()).isZero();
        assertThat(seks("diff", "v1", "v9"))
                .returns(2, CommandRun::code)
                .returns(true, run -> run.err().startsWith("seks: there is no version 9\n"));
    }

    @Test
    @Order(6)
    void publishesNothingThatIsFaultyOrOfAnotherDomain() throws Exception {
        Path faulty = Files.writeString(data.resolve("faulty.yaml"), "version: 2\nagents: {}\n");
        Path other = Files.writeString(data.resolve("other.yaml"), "version: 1\ndomain: other\nagents: {}\n");

        assertThat(seks("push", faulty.toString(), "-m", "x"))
                .returns(1, CommandRun::code)
                .returns(faulty + ":1:10: version is 2, expected 1\n", CommandRun::out);
        assertThat(seks("push", other.toString(), "-m", "x", "--domain", "default")
                        .err())
                .contains("the policy is of domain other, expected one of domain default");
        assertThat(seks("push", other.toString(), "-m", "x").err()).contains("there is no catalogue beside");
        assertThat(seks("push", policy.toString()).err()).contains("--message");
        assertThat(seks("push", policy.toString(), "-m", " ").err()).contains("expected one line");
        assertThat(seks("push", data.resolve("none").toString(), "-m", "x").err())
                .contains("it does not exist");
        assertThat(seks("log", "--json").lines()).hasSize(4);
    }

    @Test
    @Order(7)
    void publishesNothingThatFailsItsOwnTests() throws Exception {
        String given =
                "given: { agent: aeonbyte, service: github, action: repos.delete, params: { owner: a, repo: b } }";
        Path failing = Files.writeString(
                data.resolve("failing.yaml"),
                Files.readString(policy) + "tests:\n  - { name: all may delete, " + given + ", expect: approved }\n");

        CommandRun run = seks("push", failing.toString(), "-m", "x");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.lines())
                .singleElement()
                .asString()
                .contains("failed: all may delete: expected approved, but github repos.delete for aeonbyte is denied");
        assertThat(run.err()).contains("nothing is published");
        assertThat(seks("log", "--json").lines()).hasSize(4);
    }

    @Test
    @Order(8)
    void keepsTheLastGoodOneInForceWhenTheBrokerRefusesABundle() throws Exception {
        BundlePublisher publisher =
                new BundlePublisher(all.client(), all.topics(), all.codecs(), all.domain(), Publishers.ANYBODY);
        Optional<PublishedBundle> newest = publisher.newest();
        PolicyBundle good = newest.orElseThrow().bundle();
        BundleSource bad = new BundleSource(
                good.getDomain(),
                new BundleFile("seks-policy.yaml", "version: 2\nagents: {}\n"),
                good.getCatalogue(),
                good.getOperators());

        PublishedBundle published = publisher.publish(bad, signature("bad"), newest);

        assertThat(publisher.standing(published, PATIENCE))
                .returns(Standing.Word.REFUSED, Standing::word)
                .returns("bundle 4 refused: seks-policy.yaml:1:10: version is 2, expected 1", Standing::reason);
        CommandRun asked = request("repos.get", "owner=acme", "repo=site", "--json");
        assertThat(asked.code()).isZero();
        assertThat(json(asked, 0).get("policyVersion").asInt()).isEqualTo(3);
        assertThat(json(seks("log", "--json", "--limit", "1"), 0)
                        .get("standing")
                        .asText())
                .isEqualTo("REFUSED");
    }

    @Test
    @Order(9)
    void publishesNothingThatNeedsOperatorsWhileThereAreNone() throws Exception {
        BundlePublisher publisher =
                new BundlePublisher(all.client(), all.topics(), all.codecs(), all.domain(), Publishers.ANYBODY);
        Optional<PublishedBundle> newest = publisher.newest();
        PolicyBundle before = newest.orElseThrow().bundle();
        BundleSource nobody = new BundleSource(
                before.getDomain(),
                new BundleFile("seks-policy.yaml", "version: 1\nagents: { aeonbyte: {} }\n"),
                before.getCatalogue(),
                List.of());
        PublishedBundle published = publisher.publish(nobody, signature("nobody"), newest);
        assertThat(publisher.standing(published, PATIENCE).word()).isEqualTo(Standing.Word.ACTIVATED);

        CommandRun refused = seks("push", policy.toString(), "-m", "x");
        CommandRun named = seks("push", policy.toString(), "-m", "with ann", "--operator", "ann");

        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.out())
                .contains(policy + ":14: agents.aeonbyte.services.github.require_approval[0] asks the group operators,"
                        + " and nobody is in it; --operator PERSON names somebody");
        assertThat(named.code()).isZero();
        assertThat(named.out()).isEqualTo("version 6 of domain default came into force\n");
    }

    private static BundleSource source(PolicyBundle like, String comment) {
        return new BundleSource(
                like.getDomain(),
                new BundleFile(
                        like.getPolicy().getPath(), comment + like.getPolicy().getText()),
                like.getCatalogue(),
                like.getOperators());
    }

    private static BundlePublisher.Signature signature(String message) {
        return new BundlePublisher.Signature(
                "ann",
                message,
                null,
                Instant.now(),
                new RecordSigner(all.keys().publisher().ed25519(), all.clusterId()));
    }

    private static JsonNode json(CommandRun run, int line) {
        try {
            return JSON.readTree(run.lines().get(line));
        } catch (IOException e) {
            throw new AssertionError(run.err(), e);
        }
    }

    private static CommandRun request(String action, String... params) {
        String[] line = new String[params.length + 5];
        line[0] = "request";
        line[1] = "github";
        line[2] = action;
        System.arraycopy(params, 0, line, 3, params.length);
        line[line.length - 2] = "--data";
        line[line.length - 1] = data.toString();
        return CommandRun.of(line);
    }

    private static CommandRun seks(String... args) {
        String[] line = Arrays.copyOf(args, args.length + 3);
        System.arraycopy(args, 0, line, 1, args.length);
        line[0] = "policy";
        line[args.length + 1] = "--data";
        line[args.length + 2] = data.toString();
        return CommandRun.of(line);
    }
}
