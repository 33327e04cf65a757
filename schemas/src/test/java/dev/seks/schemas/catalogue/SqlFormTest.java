// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.catalogue;

import static dev.seks.schemas.catalogue.CatalogueText.faults;
import static dev.seks.schemas.catalogue.CatalogueText.loaded;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlFormTest {
    private static final String CATALOGUE = """
            service: orders
            database: { url: "jdbc:postgresql://db.acme.example/orders" }
            credential: { ref: orders, inject: { login: "{user}:{password}" } }
            actions:
              find:
                summary: "orders of {customer}"
                effect: read
                sql: "select id, total from orders where customer = :customer and total > :least"
                params:
                  customer: { type: string, required: true }
                  least: { type: number }
                max_rows: 20
                returns: [id, total]
              add:
                summary: add
                effect: write
                sql: |
                  insert into orders (customer, note)
                  values (:customer, 'a :b ''c'' "d"' || cast(:customer as varchar))
                params: { customer: { type: string, required: true } }
                generated_keys: [id]
                returns: [updated, keys.id]
            """;

    @Test
    void readsNamedStatements() {
        ServiceDefinition service = loaded(CATALOGUE).service("orders").orElseThrow();
        Call.SqlCall find = (Call.SqlCall) service.action("find").orElseThrow().call();
        Call.SqlCall add = (Call.SqlCall) service.action("add").orElseThrow().call();

        assertThat(service.database())
                .isEqualTo(new Database(Database.Product.POSTGRESQL, "db.acme.example", 5432, "orders", true));
        assertThat(find.statement().text()).isEqualTo("select id, total from orders where customer = ? and total > ?");
        assertThat(find.statement().params()).containsExactly("customer", "least");
        assertThat(find.readOnly()).isTrue();
        assertThat(find.maxRows()).isEqualTo(20);
        assertThat(add.statement().text())
                .isEqualTo(
                        "insert into orders (customer, note)\nvalues (?, 'a :b ''c'' \"d\"' || cast(? as varchar))\n");
        assertThat(add.statement().params()).containsExactly("customer", "customer");
        assertThat(add.readOnly()).isFalse();
        assertThat(add.generatedKeys()).containsExactly("id");
        assertThat(add.maxRows()).isEqualTo(100);
    }

    @Test
    void repeatsOnlyWhatReads() {
        ServiceDefinition service = loaded(CATALOGUE).service("orders").orElseThrow();

        assertThat(service.action("find").orElseThrow().idempotent()).isTrue();
        assertThat(service.action("add").orElseThrow().idempotent()).isFalse();
        assertThat(service.action("find").orElseThrow().params().all())
                .extracting(ParamDefinition::place)
                .containsOnly(Place.STATEMENT);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    drop table orders                       | not one statement that reads or writes rows
                    call purge()                            | not one statement that reads or writes rows
                    runscript from 'x'                      | not one statement that reads or writes rows
                    (select 1)                              | not one statement that reads or writes rows
                    select 1; delete from orders            | a ;, expected one statement at character 9
                    select 1 -- all                         | a comment, expected it in YAML at character 10
                    select /* a */ 1                        | a comment, expected it in YAML at character 8
                    select * from a where b = ?             | a character of no use in a statement at character 27
                    select $$a$$                            | a character of no use in a statement at character 8
                    select {fn now()}                       | a character of no use in a statement at character 8
                    select E'\\'' or :customer             | a backslash at character 9
                    select 'a                               | a quote that does not end at character 8
                    select "a                               | a quote that does not end at character 8
                    select : a                              | a : without a name at character 8
                    select `a`                              | a character of no use in a statement at character 8
                    """)
    void refusesWhatDatabasesReadDifferently(String sql, String fault) {
        List<String> told = new ArrayList<>();

        assertThat(SqlStatement.parse(sql, told::add)).isEmpty();
        assertThat(told).singleElement().asString().startsWith(fault);
    }

    @Test
    void refusesAStatementThatIsTooLong() {
        List<String> told = new ArrayList<>();

        assertThat(SqlStatement.parse("select " + "1".repeat(SqlStatement.MAX_LENGTH), told::add))
                .isEmpty();
        assertThat(told).containsExactly("longer than 8192 characters");
    }

    @Test
    void takesOperatorsThatLookLikeSyntaxOfItsOwn() {
        SqlStatement statement = SqlStatement.parse(
                        "with a as (select b::text, c->>'d' from e) select * from a where f = any(:g) and h #>> '{i}' = ''",
                        fault -> {})
                .orElseThrow();

        assertThat(statement.params()).containsExactly("g");
        assertThat(statement.text()).contains("b::text", "any(?)", "'{i}'");
        assertThat(statement.changesSomething()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    customer = :customer | customer = :custmer    | 8:10: :custmer is not a parameter of this action, did you mean customer
                    and total > :least   | and true               | 11:14: parameter least goes nowhere, expected :least in the statement
                    max_rows: 20         | max_rows: 1001         | 12:15: max_rows is 1001, expected a whole number from 1 to 1000
                    max_rows: 20         | max_rows: 0            | 12:15: max_rows is 0, expected a whole number from 1 to 1000
                    max_rows: 20         | generated_keys: [id]   | 8:10: generated_keys on a statement that is no INSERT, UPDATE, DELETE or MERGE
                    max_rows: 20         | headers: { A: b }      | 12:14: headers does not go with sql
                    generated_keys: [id] | generated_keys: ["i d"] | 21:22: generated_keys "i d", expected at most 16 different columns such as id
                    effect: write        | effect: read           | 15:5: effect read on a call that changes something, expected another effect
                    type: number         | type: number, in: body | 11:34: in body, but the statement names it, expected statement
                    """)
    void tellsFaultsOfStatements(String from, String to, String fault) {
        assertThat(faults(CATALOGUE.replaceFirst(Pattern.quote(from), to))).contains("c.yaml:" + fault);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://db.acme.example/orders?socketFactory=java.lang.Object",
                "jdbc:postgresql://db.acme.example/orders?loggerFile=/etc/x",
                "jdbc:postgresql://user:pw@db.acme.example/orders",
                "jdbc:postgresql://a.example,b.example/orders",
                "jdbc:postgresql:orders",
                "jdbc:postgresql://db.acme.example:99999/orders",
                "jdbc:postgresql://db.acme.example",
                "jdbc:h2:mem:orders",
                "jdbc:h2:./orders",
                "jdbc:h2:tcp://db.acme.example/orders;INIT=RUNSCRIPT FROM 'http://x'",
                "jdbc:mysql://db.acme.example/orders",
                "JDBC:postgresql://db.acme.example/orders",
                "https://db.acme.example/orders"
            })
    void refusesAUrlWithMoreThanAPlace(String url) {
        assertThat(faults(CATALOGUE.replace("jdbc:postgresql://db.acme.example/orders", url)))
                .singleElement()
                .asString()
                .startsWith("c.yaml:2:18: url ")
                .endsWith("expected jdbc:postgresql://HOST:PORT/NAME or jdbc:h2:tcp://HOST:PORT/NAME without options");
    }

    @Test
    void asksForTlsUnlessTheAddressMayBePrivate() {
        String plain = CATALOGUE.replace("orders\" }", "orders\", tls: false }");
        String h2 =
                "service: s\nallow_private: true\ndatabase: { url: \"jdbc:h2:tcp://[::1]:9/mem:a\" %s}\nactions: {}\n";

        assertThat(faults(plain)).containsExactly("c.yaml:2:11: tls false, expected true unless allow_private: true");
        assertThat(faults(h2.formatted("")))
                .containsExactly("c.yaml:3:18: H2 has no TLS that proves who answers, expected tls: false and"
                        + " allow_private: true");
        assertThat(loaded(h2.formatted(", tls: false "))
                        .service("s")
                        .orElseThrow()
                        .database())
                .isEqualTo(new Database(Database.Product.H2, "[::1]", 9, "mem:a", false));
    }

    @Test
    void needsADatabaseAndALogin() {
        String poor = CATALOGUE.replaceAll("(?m)^(database|credential): .*\n", "");
        String other = CATALOGUE.replace("{ login: \"{user}:{password}\" }", "{ header: A, format: \"{secret}\" }");

        assertThat(faults(poor))
                .contains(
                        "c.yaml:6:10: an sql action needs the service's database",
                        "c.yaml:6:10: an sql action needs a credential with inject: { login: \"{user}:{password}\" }");
        assertThat(faults(other))
                .contains("c.yaml:8:10: an sql action needs a credential with inject: { login:"
                        + " \"{user}:{password}\" }");
        assertThat(faults(CATALOGUE.replace("{user}:{password}", "{password}")))
                .contains("c.yaml:3:45: login \"{password}\", expected \"{user}:{password}\", which is what the secret"
                        + " holds");
    }
}
