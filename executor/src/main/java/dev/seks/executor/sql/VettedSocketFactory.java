// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.sql;

import dev.seks.executor.egress.AddressPolicy;
import dev.seks.executor.egress.VettedSockets;
import dev.seks.executor.egress.VettingResolver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/** What PostgreSQL's driver makes its sockets with: it wants the name of a class and one argument, here a policy's. */
public final class VettedSocketFactory extends SocketFactory {
    private final VettedSockets sockets;

    /** @throws IllegalArgumentException when there is no such {@link AddressPolicy} */
    public VettedSocketFactory(String policy) {
        this.sockets = new VettedSockets(new VettingResolver(AddressPolicy.valueOf(policy)));
    }

    @Override
    public Socket createSocket() {
        return sockets.createSocket();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return sockets.createSocket(host, port);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return sockets.createSocket(host, port, localHost, localPort);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return sockets.createSocket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) throws IOException {
        return sockets.createSocket(host, port, localHost, localPort);
    }
}
