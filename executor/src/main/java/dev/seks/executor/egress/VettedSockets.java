// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.egress;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import javax.net.SocketFactory;

/**
 * Sockets for drivers that connect by themselves. Whatever address a driver has looked up, the host is resolved here
 * once, every address of it is vetted, and the connection is made to one that was.
 */
public final class VettedSockets extends SocketFactory {
    private final VettingResolver resolver;

    public VettedSockets(VettingResolver resolver) {
        this.resolver = resolver;
    }

    /** A socket that is not connected yet. */
    @Override
    public Socket createSocket() {
        return new VettedSocket(resolver);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        Socket socket = createSocket();
        socket.connect(InetSocketAddress.createUnresolved(host, port));
        return socket;
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        Socket socket = createSocket();
        socket.bind(new InetSocketAddress(localHost, localPort));
        socket.connect(InetSocketAddress.createUnresolved(host, port));
        return socket;
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return createSocket(host.getHostAddress(), port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) throws IOException {
        return createSocket(host.getHostAddress(), port, localHost, localPort);
    }

    private static final class VettedSocket extends Socket {
        private final VettingResolver resolver;

        VettedSocket(VettingResolver resolver) {
            this.resolver = resolver;
        }

        @Override
        public void connect(SocketAddress endpoint) throws IOException {
            connect(endpoint, 0);
        }

        @Override
        public void connect(SocketAddress endpoint, int timeoutMs) throws IOException {
            if (!(endpoint instanceof InetSocketAddress wanted)) {
                throw new IOException("an address of another kind, expected one of the internet");
            }
            String host = wanted.getHostString();
            InetAddress vetted = resolver.resolve(host)[0];
            // the name stays with the address, for those who verify certificates by it
            InetAddress named = InetAddress.getByAddress(host, vetted.getAddress());
            super.connect(new InetSocketAddress(named, wanted.getPort()), timeoutMs);
        }
    }
}
