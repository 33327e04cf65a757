// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CountDownLatch;
import org.apache.hc.client5.http.DnsResolver;

/** A name service that answers nothing until it is closed, and heeds no interruption, as the system's own. */
public final class HangingNames implements DnsResolver, AutoCloseable {
    private final CountDownLatch over = new CountDownLatch(1);

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        while (over.getCount() > 0) {
            try {
                over.await();
            } catch (InterruptedException e) {
                // the system does not heed it either
            }
        }
        throw new UnknownHostException(host);
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }

    @Override
    public void close() {
        over.countDown();
    }
}
