// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.egress;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressNetwork.IPAddressGenerator;
import inet.ipaddr.IPAddressString;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which addresses may be connected to. Public unicast addresses may; loopback and private ones only for a service whose
 * catalogue says {@code allow_private}; link-local, metadata, multicast, translated and reserved ones never.
 */
public enum AddressPolicy {
    PUBLIC("a public one"),
    PRIVATE_TOO("a public or private one");

    private static final IPAddressGenerator ADDRESSES = new IPAddressGenerator();

    private static final List<IPAddress> PRIVATE = blocks(
            "127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "::1/128", "fc00::/7");

    /** Inside blocks that would otherwise be allowed: metadata services of clouds. */
    private static final List<IPAddress> METADATA =
            blocks("100.100.100.200/32", "168.63.129.16/32", "192.0.0.192/32", "fd00:ec2::254/128", "fd20:ce::254/128");

    /** The IANA registries of special-purpose addresses, less the private ones. */
    private static final List<IPAddress> RESERVED = blocks(
            "0.0.0.0/8",
            "169.254.0.0/16",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
            // Teredo, ORCHID and their like; documentation; 6to4
            "2001::/23",
            "2001:db8::/32",
            "2002::/16",
            "3fff::/20");

    /** What IANA has given out for global unicast; all else of IPv6 is refused, mapped and NAT64 included. */
    private static final IPAddress GLOBAL_V6 = block("2000::/3");

    private final String described;

    AddressPolicy(String described) {
        this.described = described;
    }

    public static AddressPolicy of(boolean allowPrivate) {
        return allowPrivate ? PRIVATE_TOO : PUBLIC;
    }

    /**
     * Lets an address of a host pass.
     *
     * @throws RefusedAddressException when it may not be connected to
     */
    void vet(String host, InetAddress address) throws RefusedAddressException {
        if (!allows(address)) {
            throw new RefusedAddressException(
                    "host " + host + " has the address " + address.getHostAddress() + ", expected " + described);
        }
    }

    boolean allows(InetAddress inet) {
        // the bytes alone: a zone such as %eth0 must not keep an address out of its block
        IPAddress address = ADDRESSES.from(inet.getAddress());
        if (isIn(METADATA, address) || isIn(RESERVED, address)) {
            return false;
        }
        if (isIn(PRIVATE, address)) {
            return this == PRIVATE_TOO;
        }
        return address.isIPv4() || GLOBAL_V6.contains(address);
    }

    private static boolean isIn(List<IPAddress> blocks, IPAddress address) {
        return blocks.stream().anyMatch(block -> block.contains(address));
    }

    private static List<IPAddress> blocks(String... cidrs) {
        return Stream.of(cidrs).map(AddressPolicy::block).toList();
    }

    private static IPAddress block(String cidr) {
        return new IPAddressString(cidr).getAddress().toPrefixBlock();
    }
}
