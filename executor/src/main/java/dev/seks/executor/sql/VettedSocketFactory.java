// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.sql;

import dev.seks.executor.egress.AddressPolicy;
import dev.seks.executor.egress.RefusedAddressException;
import dev.seks.executor.egress.VettedSockets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import javax.net.SocketFactory;

/** What PostgreSQL's driver makes its sockets with: it wants the name of a class and one argument, here a policy and an address. */
public final class VettedSocketFactory extends SocketFactory {
    private static final char AT = '@';

    private final VettedSockets sockets;

    /**
     * @param argument as {@link #argument} makes it
     * @throws IllegalArgumentException when there is no such {@link AddressPolicy}
     * @throws RefusedAddressException when the policy does not allow the address
     */
    public VettedSocketFactory(String argument) throws UnknownHostException {
        int at = argument.indexOf(AT);
        AddressPolicy policy = AddressPolicy.valueOf(argument.substring(0, Math.max(0, at)));
        this.sockets = new VettedSockets(policy, InetAddress.getByName(argument.substring(at + 1)));
    }

    static String argument(AddressPolicy policy, InetAddress address) {
        return policy.name() + AT + address.getHostAddress();
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
