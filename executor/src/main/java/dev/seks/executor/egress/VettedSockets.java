// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.egress;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
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
    private final long maxHeard;

    /**
     * Sockets to {@code address}.
     *
     * @throws RefusedAddressException when the policy does not allow it
     */
    public VettedSockets(AddressPolicy policy, InetAddress address) throws RefusedAddressException {
        this(policy, address, Long.MAX_VALUE);
    }

    /** The same, each of which gives up when it has heard more than {@code maxHeard} bytes. */
    public VettedSockets(AddressPolicy policy, InetAddress address, long maxHeard) throws RefusedAddressException {
        policy.vet(address.getHostAddress(), address);
        this.vetted = address;
        this.maxHeard = maxHeard;
    }

    /** A socket that is not connected yet. */
    @Override
    public Socket createSocket() {
        return new VettedSocket(vetted, maxHeard);
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
        private final long maxHeard;
        private long heard;

        VettedSocket(InetAddress vetted, long maxHeard) {
            this.vetted = vetted;
            this.maxHeard = maxHeard;
        }

        /** For one reader at a time, as protocols have it; streams of one socket count together. */
        @Override
        public InputStream getInputStream() throws IOException {
            return new FilterInputStream(super.getInputStream()) {
                @Override
                public int read() throws IOException {
                    int one = in.read();
                    count(one < 0 ? 0 : 1);
                    return one;
                }

                @Override
                public int read(byte[] bytes, int from, int length) throws IOException {
                    int read = in.read(bytes, from, length);
                    count(Math.max(0, read));
                    return read;
                }
            };
        }

        private void count(int bytes) throws IOException {
            heard += bytes;
            if (heard > maxHeard) {
                throw new IOException("more than " + maxHeard + " bytes were said");
            }
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
