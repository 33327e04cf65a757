// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.mail;

import dev.seks.executor.call.Deadline;
import dev.seks.executor.egress.AddressPolicy;
import dev.seks.executor.egress.TimedNames;
import dev.seks.executor.egress.VettedSockets;
import dev.seks.executor.egress.VettingResolver;
import dev.seks.schemas.catalogue.MailServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.apache.hc.client5.http.DnsResolver;

/** Connects to mail servers, at addresses that were vetted. Safe for use by many threads. */
final class Dialler implements AutoCloseable {
    /** What a server may say in one conversation, TLS included; the mail library would keep a line of any length. */
    private static final long MAX_HEARD = 1024 * 1024;

    private final SSLSocketFactory tls;
    private final TimedNames names;
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "seks-executor-mail");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * A dialler.
     *
     * @param tls for servers that speak it from the first byte
     * @param names whom it asks for the addresses of hosts
     */
    Dialler(SSLSocketFactory tls, DnsResolver names) {
        this.tls = tls;
        this.names = new TimedNames(names);
        timer.setRemoveOnCancelPolicy(true);
    }

    /**
     * Tries the addresses of the server one after the other, and gives each its share of the time.
     *
     * @param within for connecting, TLS from the first byte included
     * @param attempt when the line is cut, whoever speaks on it
     */
    Line connected(MailServer server, AddressPolicy policy, Duration within, Deadline attempt) throws IOException {
        Deadline connect = attempt.within(within);
        InetAddress[] addresses = new VettingResolver(policy, names.until(() -> connect)).resolve(server.host());
        for (int i = 0; ; i++) {
            int left = addresses.length - i;
            Socket plain = new VettedSockets(policy, addresses[i], MAX_HEARD).createSocket();
            Future<?> alarm = timer.schedule(() -> Line.close(plain), attempt.remainingMs(), TimeUnit.MILLISECONDS);
            Line line = new Line(plain, plain, alarm);
            try {
                line = new Line(connected(plain, server, connect.share(left)), plain, alarm);
                line.socket().setSoTimeout(ms(attempt));
                return line;
            } catch (IOException e) {
                line.close();
                if (left == 1 || connect.hasPassed()) {
                    throw e;
                }
            }
        }
    }

    private Socket connected(Socket plain, MailServer server, Deadline deadline) throws IOException {
        plain.setSoTimeout(ms(deadline));
        plain.connect(InetSocketAddress.createUnresolved(server.host(), server.port()), ms(deadline));
        if (server.security() != MailServer.Security.IMPLICIT) {
            return plain;
        }
        SSLSocket secure = (SSLSocket) tls.createSocket(plain, server.host(), server.port(), true);
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        return secure;
    }

    private static int ms(Deadline deadline) {
        return (int) Math.max(1, deadline.remainingMs());
    }

    @Override
    public void close() {
        timer.shutdownNow();
        names.close();
    }
}
