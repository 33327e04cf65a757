// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.sql;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.h2.tools.Server;

/** Real servers: PostgreSQL's own, and H2's; one of each for all tests, with a database anew for each test. */
enum TestDatabase {
    POSTGRESQL {
        @Override
        int port() {
            return Postgres.SERVER.getPort();
        }

        @Override
        String url(int port, String name) {
            return "jdbc:postgresql://127.0.0.1:" + port + "/" + name;
        }

        @Override
        String fresh() throws SQLException {
            String name = "db" + NUMBER.incrementAndGet();
            try (Connection admin = DriverManager.getConnection(url(port(), "postgres"), "postgres", "postgres");
                    Statement statement = admin.createStatement()) {
                statement.execute("create database " + name);
            }
            return name;
        }

        @Override
        String[] schema() {
            return new String[] {
                "create table orders (id bigint generated always as identity primary key, customer text not null,"
                        + " total numeric(10,2) check (total >= 0), paid boolean, at timestamptz,"
                        + " tag uuid, raw bytea, ratio double precision)",
                "create table audits (id bigint primary key, order_id bigint not null"
                        + " references orders(id) deferrable initially deferred)"
            };
        }

        @Override
        byte[] spoken(String text) {
            return text.getBytes(StandardCharsets.US_ASCII);
        }
    },

    H2 {
        @Override
        int port() {
            return H2Server.SERVER.getPort();
        }

        @Override
        String url(int port, String name) {
            return "jdbc:h2:tcp://127.0.0.1:" + port + "/mem:" + name;
        }

        @Override
        String fresh() throws SQLException {
            String name = "db" + NUMBER.incrementAndGet();
            // the database lives in this process as long as this connection does
            H2Server.KEEPING.add(DriverManager.getConnection("jdbc:h2:mem:" + name, "postgres", "postgres"));
            return name;
        }

        @Override
        String[] schema() {
            return new String[] {
                "create table orders (id bigint generated always as identity primary key, customer varchar not null,"
                        + " total numeric(10,2) check (total >= 0), paid boolean, at timestamp with time zone,"
                        + " tag uuid, raw varbinary, ratio double precision)",
                "create table audits (id bigint primary key, order_id bigint not null references orders(id))"
            };
        }

        @Override
        byte[] spoken(String text) {
            return text.getBytes(StandardCharsets.UTF_16BE);
        }
    };

    static final String LOGIN = "postgres:postgres";
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private static final class Postgres {
        static final EmbeddedPostgres SERVER = start();

        static EmbeddedPostgres start() {
            try {
                EmbeddedPostgres server = EmbeddedPostgres.builder()
                        .setPGStartupWait(Duration.ofMinutes(2))
                        .setServerConfig("listen_addresses", "127.0.0.1")
                        .setServerConfig("fsync", "off")
                        .start();
                Runtime.getRuntime().addShutdownHook(new Thread(() -> close(server)));
                return server;
            } catch (IOException e) {
                throw new IllegalStateException("PostgreSQL does not start", e);
            }
        }

        private static void close(EmbeddedPostgres server) {
            try {
                server.close();
            } catch (IOException e) {
                System.err.println("PostgreSQL was not stopped: " + e.getMessage());
            }
        }
    }

    private static final class H2Server {
        static final List<Connection> KEEPING = new CopyOnWriteArrayList<>();
        static final Server SERVER = start();

        static Server start() {
            try {
                System.setProperty("h2.bindAddress", "127.0.0.1");
                return Server.createTcpServer("-tcpPort", "0", "-tcpDaemon").start();
            } catch (SQLException e) {
                throw new IllegalStateException("H2 does not start", e);
            }
        }
    }

    abstract int port();

    abstract String url(int port, String name);

    /** A new database without anything in it. */
    abstract String fresh() throws SQLException;

    abstract String[] schema();

    /** Text as it looks on the wire. */
    abstract byte[] spoken(String text);

    /** A new database with the tables of the tests. */
    String prepared() throws SQLException {
        String name = fresh();
        execute(name, schema());
        return name;
    }

    void execute(String name, String... statements) throws SQLException {
        try (Connection connection = connection(name);
                Statement statement = connection.createStatement()) {
            for (String one : statements) {
                statement.execute(one);
            }
        }
    }

    long count(String name, String query) throws SQLException {
        try (Connection connection = connection(name);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getLong(1);
        }
    }

    private Connection connection(String name) throws SQLException {
        return DriverManager.getConnection(url(port(), name), "postgres", "postgres");
    }
}
