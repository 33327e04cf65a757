// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.sql;

import dev.seks.executor.call.CallBounds;
import dev.seks.executor.call.Deadline;
import dev.seks.executor.call.Login;
import dev.seks.executor.egress.AddressPolicy;
import dev.seks.executor.egress.TimedNames;
import dev.seks.executor.egress.VettingResolver;
import dev.seks.schemas.catalogue.Database;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.SQLException;
import org.h2.jdbcx.JdbcDataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.ssl.DefaultJavaSSLFactory;

/** Opens connections to databases, at addresses that were vetted, with no driver option that a catalogue could choose. */
final class ConnectionMaker {
    /** A driver may read this much more than is shown: names of columns, lengths, text that is longer on the wire. */
    private static final int WIRE_FACTOR = 4;

    private static final int WIRE_EXTRA = 256 * 1024;
    private static final String APPLICATION = "seks-executor";

    private final TimedNames names;

    /** {@code names}: whom it asks for the addresses of hosts. */
    ConnectionMaker(TimedNames names) {
        this.names = names;
    }

    /** Tries the addresses of the database one after the other, while they are not there, and gives each its share of the time. */
    Connection open(DatabaseId id, Login login, CallBounds bounds, Deadline deadline)
            throws SQLException, UnknownHostException {
        AddressPolicy policy = AddressPolicy.of(id.allowPrivate());
        Deadline connect = deadline.within(bounds.connectTimeout());
        InetAddress[] addresses = new VettingResolver(policy, names.until(() -> connect))
                .resolve(id.database().host());
        for (int i = 0; ; i++) {
            int left = addresses.length - i;
            try {
                return open(id.database(), login, bounds, new Way(policy, addresses[i], connect.share(left), deadline));
            } catch (SQLException e) {
                if (left == 1 || connect.hasPassed() || !SqlState.isGone(e)) {
                    throw e;
                }
            }
        }
    }

    /** One address, and by when it must have been connected to, and have answered. */
    private record Way(AddressPolicy policy, InetAddress address, Deadline connect, Deadline attempt) {}

    private static Connection open(Database database, Login login, CallBounds bounds, Way way) throws SQLException {
        return switch (database.product()) {
            case POSTGRESQL -> postgres(database, login, bounds, way);
            case H2 -> h2(database, way).getConnection(login.user(), login.password());
        };
    }

    private static Connection postgres(Database database, Login login, CallBounds bounds, Way way) throws SQLException {
        int connectSeconds = seconds(way.connect().remainingMs());
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {database.host()});
        source.setPortNumbers(new int[] {database.port()});
        source.setDatabaseName(database.name());
        source.setSslMode(database.verified() ? "verify-full" : "disable");
        source.setSslfactory(DefaultJavaSSLFactory.class.getName());
        source.setGssEncMode("disable");
        source.setSocketFactory(VettedSocketFactory.class.getName());
        source.setSocketFactoryArg(VettedSocketFactory.argument(way.policy(), way.address()));
        source.setConnectTimeout(connectSeconds);
        source.setSocketTimeout(connectSeconds);
        source.setCancelSignalTimeout(connectSeconds);
        source.setMaxResultBuffer(String.valueOf((long) bounds.maxResponseBytes() * WIRE_FACTOR + WIRE_EXTRA));
        source.setApplicationName(APPLICATION);
        // nothing that outlives a transaction: a pooler between may give each one another server
        source.setPrepareThreshold(0);
        // a text takes the type of what it is compared with, as a literal in the statement would
        source.setProperty("stringtype", "unspecified");
        Connection connection = source.getConnection(login.user(), login.password());
        // for whatever attempt uses it: when each must end is kept by who makes it
        connection.setNetworkTimeout(
                Runnable::run, (int) bounds.attemptTimeout().toMillis());
        return connection;
    }

    /** Its driver has no hook for sockets, so it is given the address; there is no TLS here that would need the name. */
    private static JdbcDataSource h2(Database database, Way way) {
        String address = way.address().getHostAddress();
        String literal = way.address() instanceof Inet6Address ? "[" + address + "]" : address;
        JdbcDataSource source = new JdbcDataSource();
        source.setURL(database.product().prefix() + literal + ":" + database.port() + "/" + database.name()
                + ";FORBID_CREATION=TRUE;NETWORK_TIMEOUT="
                + Math.max(1, way.attempt().remainingMs()));
        return source;
    }

    private static int seconds(long ms) {
        return (int) Math.max(1, (ms + 999) / 1000);
    }
}
