// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.sql;

import dev.seks.executor.call.CallBounds;
import dev.seks.executor.call.Deadline;
import dev.seks.executor.call.Login;
import dev.seks.executor.egress.AddressPolicy;
import dev.seks.executor.egress.RefusedAddressException;
import dev.seks.executor.egress.VettingResolver;
import dev.seks.schemas.catalogue.Database;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.h2.jdbcx.JdbcDataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.ssl.DefaultJavaSSLFactory;

/** Opens connections to databases, at addresses that were vetted, with no driver option that a catalogue could choose. */
final class ConnectionMaker {
    /** A driver may read this much more than is shown: names of columns, lengths, text that is longer on the wire. */
    private static final int WIRE_FACTOR = 4;

    private static final int WIRE_EXTRA = 256 * 1024;
    private static final String APPLICATION = "seks-executor";

    private ConnectionMaker() {}

    static Connection open(DatabaseId id, Login login, CallBounds bounds, Deadline deadline)
            throws SQLException, UnknownHostException {
        AddressPolicy policy = AddressPolicy.of(id.allowPrivate());
        int connectMs = (int) deadline.within(bounds.connectTimeout()).remainingMs();
        int attemptMs = (int) deadline.remainingMs();
        return switch (id.database().product()) {
            case POSTGRESQL ->
                postgres(id.database(), policy, bounds, connectMs, attemptMs)
                        .getConnection(login.user(), login.password());
            case H2 -> h2(id.database(), policy, attemptMs).getConnection(login.user(), login.password());
        };
    }

    private static PGSimpleDataSource postgres(
            Database database, AddressPolicy policy, CallBounds bounds, int connectMs, int attemptMs)
            throws SQLException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {database.host()});
        source.setPortNumbers(new int[] {database.port()});
        source.setDatabaseName(database.name());
        source.setSslMode(database.verified() ? "verify-full" : "disable");
        source.setSslfactory(DefaultJavaSSLFactory.class.getName());
        source.setGssEncMode("disable");
        source.setSocketFactory(VettedSocketFactory.class.getName());
        source.setSocketFactoryArg(policy.name());
        source.setConnectTimeout(seconds(connectMs));
        source.setSocketTimeout(seconds(attemptMs));
        source.setCancelSignalTimeout(seconds(connectMs));
        source.setMaxResultBuffer(String.valueOf((long) bounds.maxResponseBytes() * WIRE_FACTOR + WIRE_EXTRA));
        source.setApplicationName(APPLICATION);
        // nothing that outlives a transaction: a pooler between may give each one another server
        source.setPrepareThreshold(0);
        // a text takes the type of what it is compared with, as a literal in the statement would
        source.setProperty("stringtype", "unspecified");
        return source;
    }

    /** Its driver has no hook for sockets, so it is given the address; there is no TLS here that would need the name. */
    private static JdbcDataSource h2(Database database, AddressPolicy policy, int attemptMs)
            throws UnknownHostException {
        InetAddress address = new VettingResolver(policy).resolve(database.host())[0];
        String literal =
                address instanceof Inet6Address ? "[" + address.getHostAddress() + "]" : address.getHostAddress();
        JdbcDataSource source = new JdbcDataSource();
        source.setURL(database.product().prefix() + literal + ":" + database.port() + "/" + database.name()
                + ";FORBID_CREATION=TRUE;NETWORK_TIMEOUT=" + Math.max(1, attemptMs));
        return source;
    }

    private static int seconds(int ms) {
        return Math.max(1, (ms + 999) / 1000);
    }

    /** Whether connecting failed because an address may not be connected to; the message says which. */
    static Optional<RefusedAddressException> refusal(Throwable failure) {
        Throwable at = failure;
        for (int depth = 0; at != null && depth < 10; depth++) {
            if (at instanceof RefusedAddressException refused) {
                return Optional.of(refused);
            }
            at = at.getCause();
        }
        return Optional.empty();
    }
}
