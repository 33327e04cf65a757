// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.egress;

import dev.seks.executor.call.Deadline;
import dev.seks.executor.call.Patience;
import dev.seks.executor.call.Patience.SilenceException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.hc.client5.http.DnsResolver;

/** Looks names up no longer than to a deadline: the system gives a name service up only after many seconds. */
public final class TimedNames implements AutoCloseable {
    private final DnsResolver names;
    private final Patience<String> patience = new Patience<>("names", Patience.MAX_ASKING);

    /** {@code names}: who is asked. */
    public TimedNames(DnsResolver names) {
        this.names = names;
    }

    /** A resolver that knows of no addresses which it has not got by then; {@code deadline}: that of the thread that asks. */
    public DnsResolver until(Supplier<Deadline> deadline) {
        return new DnsResolver() {
            @Override
            public InetAddress[] resolve(String host) throws UnknownHostException {
                return resolved(host, deadline.get());
            }

            @Override
            public String resolveCanonicalHostname(String host) {
                return host;
            }
        };
    }

    private InetAddress[] resolved(String host, Deadline deadline) throws UnknownHostException {
        try {
            return patience.ask(host, () -> names.resolve(host), deadline);
        } catch (SilenceException e) {
            throw new LateNamesException("the addresses of host " + host + " were not known in time");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            if (e.getCause() instanceof RuntimeException broken) {
                throw broken;
            }
            throw e.getCause() instanceof UnknownHostException unknown
                    ? unknown
                    : new UnknownHostException("host " + host + " cannot be looked up");
        }
    }

    @Override
    public void close() {
        patience.close();
    }
}
