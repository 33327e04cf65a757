// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seks.executor.answer.Withheld;
import dev.seks.executor.call.ActionCall;
import dev.seks.executor.call.CallBounds;
import dev.seks.executor.call.CallOutcome;
import dev.seks.executor.call.CallRunner;
import dev.seks.executor.call.CatalogueFixture;
import dev.seks.executor.call.CuttingProxy;
import dev.seks.executor.call.CuttingProxy.Cut;
import dev.seks.executor.call.HandClock;
import dev.seks.executor.call.ShuttingGate;
import dev.seks.executor.credential.Issue;
import dev.seks.executor.credential.Secret;
import dev.seks.executor.egress.HangingNames;
import dev.seks.executor.egress.Names;
import dev.seks.schemas.catalogue.ParamCheck;
import dev.seks.schemas.record.ExecutionStatus;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Statements on real servers, and lines to them that break at every stage. */
class SqlCallerTest {
    private static final CallBounds BOUNDS = new CallBounds(
            Duration.ofSeconds(20),
            Duration.ofSeconds(40),
            Duration.ofSeconds(60),
            20_000,
            20_000,
            8,
            8,
            1000,
            Duration.ofSeconds(30));

    private CallRunner runner = runner(TestDatabase.LOGIN);

    @AfterEach
    void close() {
        runner.close();
    }

    private CallRunner runner(String secret) {
        return runner(new SqlCaller(), secret, BOUNDS);
    }

    private static CallRunner runner(SqlCaller caller, String secret, CallBounds bounds) {
        return new CallRunner(use -> Issue.of(Secret.of(secret)), List.of(caller), bounds, new HandClock());
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void readsRowsOfEveryType(TestDatabase server) throws Exception {
        String name = server.prepared();
        server.execute(
                name,
                "insert into orders (customer, total, paid, at, tag, raw, ratio) values ('ann ''q'' é', 12.50, true,"
                        + " timestamp with time zone '2026-11-28 12:00:00+00', '0192f3a0-0000-7000-8000-000000000001',"
                        + (server == TestDatabase.H2 ? " x'00ff'," : " '\\x00ff',") + " 0.5)",
                "insert into orders (customer) values ('bob')");

        CallOutcome found = run(server, name, "find", "{\"customers\":[\"bob\",\"ann 'q' é\"]}");

        assertThat(found.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(found.withheld()).isNull();
        assertThat(found.credentialRef()).isEqualTo("orders");
        assertThat(found.body())
                .startsWith("[{\"id\":1,\"customer\":\"ann 'q' é\",\"total\":12.50,\"paid\":true,\"at\":\"2026-11-28 ")
                .endsWith("\"tag\":\"0192f3a0-0000-7000-8000-000000000001\",\"raw\":\"AP8=\",\"ratio\":0.5},"
                        + "{\"id\":2,\"customer\":\"bob\",\"total\":null,\"paid\":null,\"at\":null,\"tag\":null,"
                        + "\"raw\":null,\"ratio\":null}]");
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void writesAndTellsWhatTheDatabaseFilledIn(TestDatabase server) throws Exception {
        String name = server.prepared();

        CallOutcome added = run(
                server, name, "add", "{\"customer\":\"x'); delete from orders; --\",\"total\":3.25,\"paid\":false}");
        CallOutcome second = run(server, name, "add", "{\"customer\":\":customer ?\"}");
        CallOutcome updated = run(server, name, "pay", "{\"least\":1}");

        assertThat(added.body()).isEqualTo("{\"updated\":1,\"keys\":[{\"id\":1}]}");
        assertThat(second.body()).isEqualTo("{\"updated\":1,\"keys\":[{\"id\":2}]}");
        assertThat(updated.body()).isEqualTo("{\"updated\":1}");
        assertThat(server.count(name, "select count(*) from orders where customer = 'x''); delete from orders; --'"))
                .isEqualTo(1);
        assertThat(server.count(name, "select count(*) from orders where total is null and paid is null"))
                .isEqualTo(1);
        assertThat(server.count(name, "select count(*) from orders where paid")).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void changesNothingInAnActionThatReads(TestDatabase server) throws Exception {
        String name = server.prepared();

        CallOutcome sneaky = run(server, name, "sneak", "{}");

        assertThat(server.count(name, "select count(*) from orders")).isZero();
        if (server == TestDatabase.POSTGRESQL) {
            assertThat(sneaky.status()).isEqualTo(ExecutionStatus.FAILED);
            assertThat(sneaky.error().message()).isEqualTo("the database refused the statement, SQLSTATE 25006");
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void givesNoMoreRowsThanItMayAndSaysSo(TestDatabase server) throws Exception {
        String name = server.prepared();
        for (int i = 0; i < 4; i++) {
            server.execute(name, "insert into orders (customer) values ('c" + i + "')");
        }

        CallOutcome few = run(server, name, "some", "{}");
        server.execute(name, "delete from orders where customer = 'c3'");
        CallOutcome all = run(server, name, "some", "{}");

        assertThat(few.body()).isEqualTo("[{\"id\":1},{\"id\":2},{\"id\":3}]");
        assertThat(few.withheld()).isEqualTo(Withheld.TOO_MANY_ROWS);
        assertThat(all.body()).isEqualTo("[{\"id\":1},{\"id\":2},{\"id\":3}]");
        assertThat(all.withheld()).isNull();
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void withholdsRowsThatAreTooLargeButDoesWhatWasAsked(TestDatabase server) throws Exception {
        String name = server.prepared();

        CallOutcome read = run(server, name, "long", "{}");
        CallOutcome written = run(server, name, "long-write", "{}");

        assertThat(read.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(read.body()).isNull();
        assertThat(read.withheld()).isEqualTo(Withheld.TOO_LARGE);
        assertThat(written.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(written.withheld()).isEqualTo(Withheld.TOO_LARGE);
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void tellsTheStateOfARefusalAndNoneOfItsText(TestDatabase server) throws Exception {
        String name = server.prepared();

        CallOutcome refused = run(server, name, "add", "{\"customer\":\"sekrit value\",\"total\":-1}");
        CallOutcome unknown = run(server, name, "nowhere", "{}");
        CallOutcome twice = run(server, name, "twice", "{}");

        assertThat(refused.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(refused.error().code()).isEqualTo("sql_refused");
        assertThat(refused.error().message())
                .isIn(
                        "the database refused the statement, SQLSTATE 23514",
                        "the database refused the statement, SQLSTATE 23513");
        assertThat(unknown.error().message()).startsWith("the database refused the statement, SQLSTATE 42");
        assertThat(twice.error().code()).isEqualTo("sql_columns");
        assertThat(server.count(name, "select count(*) from orders")).isZero();
    }

    /** A rule that is looked at only when the transaction is committed. */
    @ParameterizedTest
    @EnumSource(names = "POSTGRESQL")
    void failsWithoutDoubtWhenTheDatabaseRefusesToCommit(TestDatabase server) throws Exception {
        String name = server.prepared();

        CallOutcome refused = run(server, name, "audit", "{}");

        assertThat(refused.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(refused.error().message()).isEqualTo("the database refused to commit, SQLSTATE 23503");
        assertThat(server.count(name, "select count(*) from audits")).isZero();
    }

    @ParameterizedTest
    @EnumSource(names = "POSTGRESQL")
    void endsAStatementInTime(TestDatabase server) throws Exception {
        String name = server.prepared();

        CallOutcome slow = runner.run(call(
                catalogue(server, server.port(), name).replace("limits: {}", "limits: { attempt: 1s }"),
                "sleep",
                "{}"));

        assertThat(slow.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(slow.error().code()).isEqualTo("timed_out");
        assertThat(server.count(name, "select count(*) from orders")).isZero();
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void removesTheCredentialFromRows(TestDatabase server) throws Exception {
        String name = server.prepared();
        runner.close();
        runner = runner("postgres:postgres");

        CallOutcome echo = run(server, name, "echo", "{\"text\":\"user=postgres&x=postgres%3apostgres\"}");

        assertThat(echo.body()).doesNotContain("postgres").contains("[redacted]");
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void connectsNowhereInsideUnlessTheCatalogueSaysSo(TestDatabase server) {
        String catalogue = catalogue(server, server.port(), "postgres");
        String verified =
                catalogue.replace("allow_private: true", "allow_private: false").replace("tls: false", "tls: true");
        if (server == TestDatabase.H2) {
            return; // its catalogue needs allow_private
        }

        CallOutcome refused = runner.run(call(verified, "some", "{}"));

        assertThat(refused.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(refused.error().code()).isEqualTo("address_refused");
        assertThat(refused.error().message()).contains("127.0.0.1");
    }

    @ParameterizedTest
    @CsvSource({"POSTGRESQL, 169.254.169.254", "H2, 169.254.169.254", "POSTGRESQL, 0.0.0.0", "H2, '[64:ff9b::7f00:1]'"})
    void connectsNeverToWhatIsNoPrivateAddressEither(TestDatabase server, String host) {
        CallOutcome refused =
                runner.run(call(catalogue(server, server.port(), "x").replace("127.0.0.1", host), "some", "{}"));

        assertThat(refused.error().code()).isEqualTo("address_refused");
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void triesTheNextAddressWhereNobodyListens(TestDatabase server) throws Exception {
        String name = server.prepared();
        SqlCaller caller = new SqlCaller(new Names("127.0.0.2", "127.0.0.3", "127.0.0.1"));
        try (CallRunner named = runner(caller, TestDatabase.LOGIN, BOUNDS)) {
            CallOutcome outcome = named.run(call(named(catalogue(server, server.port(), name)), "some", "{}"));

            assertThat(outcome.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        }
    }

    /** Each address has its share of the time: the first must not take what the second needs. */
    @Test
    void triesTheNextAddressWhereNobodySpeaks() throws Exception {
        TestDatabase server = TestDatabase.POSTGRESQL;
        String name = server.prepared();
        CallBounds bounds = new CallBounds(
                Duration.ofSeconds(8),
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                20_000,
                20_000,
                8,
                8,
                1000,
                Duration.ofSeconds(30));
        SqlCaller caller = new SqlCaller(new Names("127.0.0.2", "127.0.0.1"));
        try (ServerSocket silent = new ServerSocket(server.port(), 5, InetAddress.getByName("127.0.0.2"));
                CallRunner named = runner(caller, TestDatabase.LOGIN, bounds)) {
            CallOutcome outcome = named.run(call(named(catalogue(server, server.port(), name)), "some", "{}"));

            assertThat(outcome.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
            silent.accept().close(); // it was called
        }
    }

    /** For a name service that hangs there is the time that connecting may take, and no more. */
    @Test
    void waitsForNoNameLongerThanItMayTakeToConnect() {
        CallBounds bounds = new CallBounds(
                Duration.ofMillis(100),
                Duration.ofMinutes(5),
                Duration.ofMinutes(5),
                10_000,
                10_000,
                8,
                8,
                1000,
                Duration.ofSeconds(30));
        try (HangingNames names = new HangingNames();
                CallRunner named = runner(new SqlCaller(names), TestDatabase.LOGIN, bounds)) {
            CallOutcome outcome = named.run(call(named(catalogue(TestDatabase.POSTGRESQL, 1, "orders")), "some", "{}"));

            assertThat(outcome.error().message()).isEqualTo("the service's host name was not resolved in time");
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void asksTheNextAddressNothingWhenTheFirstRefusesTheLogin(TestDatabase server) throws Exception {
        String name = server.prepared();
        SqlCaller caller = new SqlCaller(new Names("127.0.0.1", "127.0.0.2"));
        try (ServerSocketChannel next =
                        ServerSocketChannel.open().bind(new InetSocketAddress("127.0.0.2", server.port()));
                CallRunner named = runner(caller, "nobody:postgres", BOUNDS)) {
            next.configureBlocking(false);

            CallOutcome outcome = named.run(call(named(catalogue(server, server.port(), name)), "some", "{}"));

            assertThat(outcome.error().code()).isEqualTo("login_refused");
            assertThat(next.accept()).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void callsNoAddressOfANameThatAlsoPointsWhereItMustNot(TestDatabase server) throws Exception {
        SqlCaller caller = new SqlCaller(new Names("127.0.0.1", "169.254.169.254"));
        try (ServerSocketChannel listening = ServerSocketChannel.open().bind(new InetSocketAddress("127.0.0.1", 0));
                CallRunner named = runner(caller, TestDatabase.LOGIN, BOUNDS)) {
            listening.configureBlocking(false);
            int port = listening.socket().getLocalPort();

            CallOutcome outcome = named.run(call(named(catalogue(server, port, "x")), "some", "{}"));

            assertThat(outcome.error().code()).isEqualTo("address_refused");
            assertThat(outcome.error().message()).contains("db.example has the address 169.254.169.254");
            assertThat(listening.accept()).isNull();
        }
    }

    private static String named(String catalogue) {
        return catalogue.replace("127.0.0.1", "db.example");
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void tellsALoginThatIsRefusedFromAServerThatIsGone(TestDatabase server) throws Exception {
        String name = server.prepared();
        runner.close();
        runner = runner("nobody:postgres");

        assertThat(run(server, name, "some", "{}").error().code()).isEqualTo("login_refused");
        assertThat(runner.run(call(catalogue(server, 1, name), "some", "{}"))
                        .error()
                        .code())
                .isEqualTo("unreachable");
        runner.close();
        runner = runner("no-colon");
        assertThat(run(server, name, "some", "{}").error().code()).isEqualTo("credential_unusable");
    }

    @ParameterizedTest
    @CsvSource({
        // what is said, what becomes of it, what is known, rows afterwards
        "POSTGRESQL, postgres, BEFORE, unreachable, FAILED, 0",
        "POSTGRESQL, insert, BEFORE, unreachable, FAILED, 0",
        "POSTGRESQL, insert, AFTER, unreachable, FAILED, 0",
        "POSTGRESQL, insert, SILENCE, timed_out, FAILED, 0",
        "POSTGRESQL, COMMIT, BEFORE, unreachable, OUTCOME_UNKNOWN, 0",
        "POSTGRESQL, COMMIT, AFTER, unreachable, OUTCOME_UNKNOWN, 1",
        "POSTGRESQL, COMMIT, SILENCE, timed_out, OUTCOME_UNKNOWN, 1",
        "H2, insert, BEFORE, unreachable, FAILED, 0",
        "H2, insert, AFTER, unreachable, FAILED, 0",
        "H2, insert, SILENCE, timed_out, FAILED, 0",
        // H2's driver announces the commit before it asks for it: here it comes no further
        "H2, COMMIT, BEFORE, unreachable, OUTCOME_UNKNOWN, 0",
        "H2, COMMIT, AFTER, unreachable, OUTCOME_UNKNOWN, 0",
        "H2, COMMIT, SILENCE, timed_out, OUTCOME_UNKNOWN, 0"
    })
    void knowsWhatItCanKnowWhenTheLineBreaks(
            TestDatabase server, String word, Cut cut, String code, ExecutionStatus status, int rows) throws Exception {
        String name = server.prepared();
        try (CuttingProxy proxy = new CuttingProxy(server.port(), server.spoken(word), cut)) {
            String limits = cut == Cut.SILENCE ? "limits: { attempt: 5s }" : "limits: {}";
            CallOutcome outcome = runner.run(call(
                    catalogue(server, proxy.port(), name).replace("limits: {}", limits),
                    "add",
                    "{\"customer\":\"a\"}"));

            assertThat(proxy.wasCut()).isTrue();
            assertThat(outcome.status()).isEqualTo(status);
            assertThat(outcome.error().code()).isEqualTo(code);
        }
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(server.count(name, "select count(*) from orders"))
                        .isEqualTo(rows));
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void failsAReadWhoseLineBreaks(TestDatabase server) throws Exception {
        String name = server.prepared();
        try (CuttingProxy proxy = new CuttingProxy(server.port(), server.spoken("from orders"), Cut.AFTER)) {
            CallOutcome outcome = runner.run(call(catalogue(server, proxy.port(), name), "some", "{}"));

            assertThat(outcome.status()).isEqualTo(ExecutionStatus.FAILED);
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void usesAConnectionAgainForTheSameLoginOnly(TestDatabase server) throws Exception {
        String name = server.prepared();
        server.execute(name, "create user other " + (server == TestDatabase.H2 ? "password 'p' admin" : "superuser"));

        String first = run(server, name, "session", "{}").body();
        String again = run(server, name, "session", "{}").body();
        assertThat(run(server, name, "nowhere", "{}").status()).isEqualTo(ExecutionStatus.FAILED);
        String afterAFault = run(server, name, "session", "{}").body();
        runner.close();
        runner = runner("other:p");
        String others = run(server, name, "session", "{}").body();

        assertThat(again).isEqualTo(first);
        assertThat(afterAFault)
                .as("a connection on which something went wrong is not used again")
                .isNotEqualTo(first);
        assertThat(others).isNotEqualTo(first);
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void runsNothingWhenTheGateShutsWhileItConnects(TestDatabase server) throws Exception {
        String name = server.prepared();
        ActionCall add = call(catalogue(server, server.port(), name), "add", "{\"customer\":\"ann\"}");

        CallOutcome kept = runner.run(add.behind(new ShuttingGate(1)));

        assertThat(kept.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(kept.error()).isEqualTo(ShuttingGate.SHUT);
        assertThat(server.count(name, "select count(*) from orders")).isZero();
        assertThat(runner.run(add.behind(new ShuttingGate(2))).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(server.count(name, "select count(*) from orders")).isEqualTo(1);
    }

    private CallOutcome run(TestDatabase server, String name, String action, String params) {
        return runner.run(call(catalogue(server, server.port(), name), action, params));
    }

    /** A call with parameters that were checked as the broker and the executor check them. */
    private static ActionCall call(String catalogue, String action, String params) {
        ActionCall bare = CatalogueFixture.call(catalogue, action, Map.of());
        ParamCheck.Valid valid = (ParamCheck.Valid) bare.action().check(params);
        return new ActionCall(bare.id(), bare.service(), bare.action(), valid.params());
    }

    private static String catalogue(TestDatabase server, int port, String name) {
        boolean isH2 = server == TestDatabase.H2;
        return """
            service: orders
            allow_private: true
            database: { url: "%s", tls: false }
            credential: { ref: orders, inject: { login: "{user}:{password}" } }
            limits: {}
            actions:
              find:
                summary: f
                effect: read
                sql: "select * from orders where customer = any(:customers) order by id"
                params: { customers: { type: strings, required: true } }
                returns: [id, customer, total, paid, at, tag, raw, ratio]
              some:
                summary: s
                effect: read
                sql: "select id from orders order by id"
                max_rows: 3
                returns: [id]
              add:
                summary: a
                effect: write
                sql: "insert into orders (customer, total, paid) values (:customer, :total, :paid)"
                params:
                  customer: { type: string, required: true }
                  total: { type: number }
                  paid: { type: boolean }
                generated_keys: [id]
                returns: [updated, keys.id]
              pay:
                summary: p
                effect: write
                sql: "update orders set paid = true where total >= :least"
                params: { least: { type: integer, required: true } }
                returns: [updated]
              sneak:
                summary: s
                effect: read
                sql: "%s"
                returns: [id]
              echo:
                summary: e
                effect: read
                sql: "select cast(:text as varchar(1000)) as text"
                params: { text: { type: string, required: true } }
                returns: [text]
              long: { summary: l, effect: read, sql: "select repeat('x', 30000) as text", returns: [text] }
              long-write: { summary: l, effect: write, sql: "select repeat('x', 30000) as text", returns: [rows.text] }
              nowhere: { summary: n, effect: read, sql: "select * from nowhere", returns: [id] }
              twice: { summary: t, effect: read, sql: "select 1 as a, 2 as a", returns: [a] }
              session: { summary: s, effect: read, sql: "select %s as id", returns: [id] }
              audit: { summary: a, effect: write, sql: "insert into audits (id, order_id) values (1, 99)" }
              sleep: { summary: s, effect: write, sql: "%s" }
            """.formatted(
                        server.url(port, name),
                        isH2
                                ? "select id from final table (insert into orders (customer) values ('sneaky'))"
                                : "with new as (insert into orders (customer) values ('sneaky') returning id) select * from new",
                        isH2 ? "session_id()" : "pg_backend_pid()",
                        isH2
                                ? "select 1"
                                : "with new as (insert into orders (customer) values ('late') returning id)"
                                        + " select id, pg_sleep(60) from new");
    }
}
