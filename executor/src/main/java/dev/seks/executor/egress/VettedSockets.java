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
 * Sockets for drivers that connect by themselves. INVARIANT: whatever host or address a driver asks for, they connect to
 * one address, and only if the policy allows it.
 */
public final class VettedSockets extends SocketFactory {
    private final InetAddress vetted;

    /**
     * Sockets to {@code address}.
     *
     * @throws RefusedAddressException when the policy does not allow it
     */
    public VettedSockets(AddressPolicy policy, InetAddress address) throws RefusedAddressException {
        policy.vet(address.getHostAddress(), address);
        this.vetted = address;
    }

    /** A socket that is not connected yet. */
    @Override
    public Socket createSocket() {
        return new VettedSocket(vetted);
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
        private final InetAddress vetted;

        VettedSocket(InetAddress vetted) {
            this.vetted = vetted;
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
            // the name stays with the address, for those who verify certificates by it
            InetAddress named = InetAddress.getByAddress(wanted.getHostString(), vetted.getAddress());
            super.connect(new InetSocketAddress(named, wanted.getPort()), timeoutMs);
        }
    }
}
