// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.canary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seks.cli.Seks;
import dev.seks.schemas.topic.TopicDiscovery;
import dev.seks.schemas.topic.Topics;
import dev.seks.tests.client.Run;
import dev.seks.tests.crash.Child;
import dev.seks.tests.invariant.InvariantChecker;
import dev.seks.tests.invariant.Needles;
import dev.seks.tests.invariant.TopicsReader;
import dev.seks.tests.leftovers.SecretsFolder;
import gg.jte.html.escape.Escape;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.h2.tools.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every credential is a marker, and every service says back what it is given, in every way that it can. Afterwards all
 * topics with their changelogs, all files of state, all logs, all that was answered over HTTP and printed is searched for
 * the markers, in every common encoding.
 */
class CanaryTest {
    /** As long as a token is, and with what takes escaping in URLs, JSON and base64. */
    private static final String OF_HTTP = "canary0-7f3a\"q\\u/+=~%41&x";

    private static final String OF_SQL = "canary1-91bd'p\\w/+=~%42&y";
    private static final String OF_WRONG_SQL = "canary2-55ce'p\\w/+=~%43&z";
    private static final String OF_MAIL = "canary3-0d1f\"m\\t/+=~%44&v";
    private static final String OF_ELSEWHERE = "canary4-c2e8\"e\\l/+=~%45&w";
    private static final List<String> MARKERS = List.of(OF_HTTP, OF_SQL, OF_WRONG_SQL, OF_MAIL, OF_ELSEWHERE);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String POLICY = """
            version: 1
            agents:
              anna:
                services:
                  parrot: { allow: ["*"] }
                  hub: { allow: ["*"] }
                  elsewhere: { allow: ["*"] }
                  db: { allow: ["*"] }
                  wrongdb: { allow: ["*"] }
                  mail: { require_approval: ["send"] }
            """;

    private final List<String> printed = new ArrayList<>();

    @TempDir
    private Path folder;

    @Test
    void noByteOfACredentialComesOutAnywhere() throws Exception {
        try (Parrot parrot = new Parrot();
                Desk desk = new Desk();
                Mint mint = new Mint();
                Connection keeping = database()) {
            Server h2 = Server.createTcpServer("-tcpPort", "0", "-tcpDaemon").start();
            prepare(parrot, desk, mint, h2.getPort());
            store("parrot", OF_HTTP, parrot.port());
            try (Child child = Child.start(folder).awaitReady()) {
                Parrot.WAYS.forEach(way -> ask("parrot", way));
                Parrot.WAYS.forEach(way -> ask("hub", way, "repo=" + way));
                ask("hub", "plain", "repo=closed");
                ask("elsewhere", "plain");
                ask("db", "read");
                ask("db", "fail");
                ask("wrongdb", "read");
                ask("mail", "send", "to:=[\"mika@acme.example\"]", "subject=Hello", "text=Hello", "--wait", "0s");
                approve(child);
                look(child);

                assertThat(parrot.heard())
                        .hasSizeGreaterThanOrEqualTo(Parrot.WAYS.size())
                        .hasSameElementsAs(heardOf(mint));
                assertThat(mint.tokens()).hasSize(Parrot.WAYS.size());
                assertThat(desk.heard()).isNotEmpty().allMatch(login -> login.endsWith("\0" + OF_MAIL));
                assertThat(outcomes())
                        .contains("null", "http_500", "http_401", "http_302", "http_418", "credential_refused")
                        .contains("login_refused", "sql_refused");
                List<String> secrets =
                        Stream.concat(MARKERS.stream(), mint.secrets().stream()).toList();
                Needles needles = Needles.of(secrets);
                keep(mint.tokens());
                searchTopics(child, secrets);
                assertThat(child.stop()).isZero();
                searchFiles(child.data(), needles);
                assertThat(needles.find(Files.readAllBytes(child.output()))).isEmpty();
                assertThat(printed)
                        .hasSizeGreaterThan(20)
                        .allSatisfy(text -> assertThat(needles.find(text.getBytes(StandardCharsets.UTF_8)))
                                .as(text)
                                .isEmpty());
            } finally {
                h2.stop();
            }
            assertThat(keeping.isClosed()).isFalse();
        }
    }

    @Test
    void seesEveryEncodingThatItLooksFor() {
        Needles needles = Needles.of(MARKERS);
        for (String marker : MARKERS) {
            for (String text : Parrot.spellings(marker)) {
                assertThat(needles.find(("x" + text + "x").getBytes(StandardCharsets.UTF_8)))
                        .as(text)
                        .isPresent();
            }
            assertThat(needles.find(asOnPages(marker).getBytes(StandardCharsets.UTF_8)))
                    .isPresent();
            assertThat(needles.find(("x" + marker + "x").getBytes(StandardCharsets.UTF_16LE)))
                    .isPresent();
            assertThat(needles.find(marker.substring(0, marker.length() - 1).getBytes(StandardCharsets.UTF_8)))
                    .isEmpty();
        }
    }

    private static String asOnPages(String text) {
        StringOutput page = new StringOutput();
        Escape.htmlContent(text, page);
        return page.toString();
    }

    /** A database with a user whose password stands in one of its tables too. */
    private static Connection database() throws SQLException {
        Connection keeping = DriverManager.getConnection("jdbc:h2:mem:canary", "keeper", OF_SQL);
        try (Statement table = keeping.createStatement()) {
            table.execute("create table secrets (said varchar)");
        }
        try (PreparedStatement row = keeping.prepareStatement("insert into secrets values (?)")) {
            row.setString(1, "the password is " + OF_SQL);
            row.execute();
        }
        return keeping;
    }

    private void prepare(Parrot parrot, Desk desk, Mint mint, int h2) throws IOException {
        Files.writeString(folder.resolve("policy.yaml"), POLICY);
        Path catalogue = Files.createDirectory(folder.resolve("catalogue"));
        Files.writeString(catalogue.resolve("parrot.yaml"), parrot.catalogue("parrot", parrot.port()));
        Files.writeString(catalogue.resolve("hub.yaml"), parrot.catalogueOfAnApp("hub"));
        Files.writeString(catalogue.resolve("elsewhere.yaml"), parrot.catalogue("elsewhere", parrot.port()));
        Files.writeString(catalogue.resolve("mail.yaml"), desk.catalogue());
        Files.writeString(catalogue.resolve("db.yaml"), sql("db", h2));
        Files.writeString(catalogue.resolve("wrongdb.yaml"), sql("wrongdb", h2));
        Path kept = Files.createDirectories(folder.resolve("data").resolve("credentials"));
        Files.writeString(
                kept.resolve("credentials.yaml"),
                "version: 1\ncredentials:\n"
                        + declared(mint, parrot)
                        + declared("elsewhere", OF_ELSEWHERE, "api.acme.example")
                        + declared("db", "keeper:" + OF_SQL, "plain://127.0.0.1:" + h2)
                        + declared("wrongdb", "keeper:" + OF_WRONG_SQL, "plain://127.0.0.1:" + h2)
                        + declared("mail", "agents:" + OF_MAIL, "plain://127.0.0.1:" + desk.port()));
    }

    private static String sql(String service, int port) {
        return """
                service: %s
                database: { url: "jdbc:h2:tcp://127.0.0.1:%d/mem:canary", tls: false }
                allow_private: true
                credential: { ref: %s, inject: { login: "{user}:{password}" } }
                actions:
                  read: { summary: "read", effect: read, sql: "select said from secrets", returns: [{ said: string }] }
                  fail: { summary: "fail", effect: read, sql: "select cast(said as int) as said from secrets", returns: [{ said: integer }] }
                """.formatted(service, port, service);
    }

    /** Outside of the folder that is searched: that is where it is kept by right. */
    private String declared(String name, String value, String host) throws IOException {
        Path file = SecretsFolder.keep(folder, name, value);
        return "  - { name: %s, domain: default, hosts: [\"%s\"], from: { file: \"%s\" } }\n"
                .formatted(name, host, file);
    }

    /** The key of an app, with which tokens are minted for the parrot. */
    private String declared(Mint mint, Parrot parrot) throws IOException {
        String hosts = "plain://127.0.0.1:" + parrot.port() + "\", \"plain://127.0.0.1:" + mint.port();
        return declared("hub", mint.pem(), hosts)
                .replace(
                        " } }\n",
                        " }, github_app: { app: Iv23liCanary, installation: 7, api: \"http://127.0.0.1:%d\" } }\n"
                                .formatted(mint.port()));
    }

    /** Into the safe, which is searched: by the command, from its standard input. */
    private void store(String name, String value, int port) throws Exception {
        Process command = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Seks.class.getName(),
                        "credential",
                        "set",
                        name,
                        "--domain",
                        "default",
                        "--host",
                        "plain://127.0.0.1:" + port,
                        "--data",
                        folder.resolve("data").toString())
                .redirectErrorStream(true)
                .start();
        try (OutputStream in = command.getOutputStream()) {
            in.write((value + "\n").getBytes(StandardCharsets.UTF_8));
        }
        printed.add(new String(command.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        assertThat(command.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(command.exitValue()).as(printed.get(0)).isZero();
    }

    private void ask(String service, String action, String... more) {
        String[] line = Stream.concat(Stream.of("request", service, action), Stream.of(more))
                .toArray(String[]::new);
        Run run = seks(with(line, "--json", "--agent", "anna"));
        assertThat(run.code()).as(run.err()).isNotEqualTo(2);
    }

    private Run seks(String... line) {
        Run run = Run.seks(with(line, "--data", folder.resolve("data").toString()));
        printed.add(run.out());
        printed.add(run.err());
        return run;
    }

    private static String[] with(String[] line, String... more) {
        return Stream.concat(Stream.of(line), Stream.of(more)).toArray(String[]::new);
    }

    private void approve(Child child) {
        Run waiting = await().atMost(PATIENCE)
                .until(
                        () -> seks("approvals", "list", "--json"),
                        list -> !list.out().isEmpty());
        String digest = waiting.json().get(0).get("requestDigest").textValue();
        fetch(child, "/v1/approvals/" + digest);
        fetch(child, "/approvals/" + digest);
        assertThat(seks("approvals", "approve", digest).code()).isZero();
        await().atMost(PATIENCE)
                .until(() -> seks("executions", "list", "--json").out().contains("login_refused"));
    }

    /** Whatever can be read of it by its own means. */
    private void look(Child child) {
        seks("audit", "log", "--json");
        seks("audit", "log");
        seks("executions", "list");
        seks("credential", "list", "--json");
        seks("policy", "show");
        seks("approvals", "report");
        for (String path :
                List.of("/", "/metrics", "/readyz", "/livez", "/v1/approvals", "/v1/approvals?state=decided")) {
            fetch(child, path);
        }
    }

    /** How calls ended: an error's code, or null. */
    private List<String> outcomes() {
        return seks("executions", "list", "--json").json().stream()
                .map(execution -> execution.at("/error/code").asText("null"))
                .distinct()
                .toList();
    }

    private void fetch(Child child, String path) {
        try {
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(child.inbox() + path))
                                    .header("Authorization", "Bearer " + child.token())
                                    .timeout(PATIENCE)
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            printed.add(path + " " + answer.headers().map() + answer.body());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> heardOf(Mint mint) {
        return Stream.concat(Stream.of(OF_HTTP), mint.tokens().stream()).toList();
    }

    /** So that they are looked for in what all tests leave behind, too. */
    private void keep(List<String> tokens) throws IOException {
        for (int i = 0; i < tokens.size(); i++) {
            SecretsFolder.keep(folder, "minted-" + i, tokens.get(i));
        }
    }

    private void searchTopics(Child child, List<String> secrets) throws Exception {
        Map<String, Object> client = Map.of("bootstrap.servers", child.kafka());
        Topics topics = TopicDiscovery.find(client, Topics.DEFAULT_PREFIX, PATIENCE);
        InvariantChecker.of(new TopicsReader(client, topics).read(name -> true))
                .withSecrets(secrets)
                .requireNoFinding();
    }

    private static void searchFiles(Path data, Needles needles) throws IOException {
        assertThat(Files.exists(data.resolve("logs"))).isTrue();
        assertThat(holding(data, needles)).isEmpty();
    }

    /** The files that hold a marker, at whatever depth. */
    private static List<Path> holding(Path start, Needles needles) throws IOException {
        try (Stream<Path> all = Files.walk(start)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> holds(file, needles))
                    .toList();
        }
    }

    private static boolean holds(Path file, Needles needles) {
        try {
            return needles.find(Files.readAllBytes(file)).isPresent();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
