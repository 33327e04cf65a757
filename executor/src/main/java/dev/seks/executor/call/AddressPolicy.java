// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.call;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which addresses may be connected to. Public unicast addresses may; loopback and private ones only for a service whose
 * catalogue says {@code allow_private}; link-local, metadata, multicast, translated and reserved ones never.
 */
enum AddressPolicy {
    PUBLIC,
    PRIVATE_TOO;

    private static final List<AddressRange> PRIVATE = ranges(
            "127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "::1/128", "fc00::/7");

    /** Inside blocks that would otherwise be allowed: metadata services of clouds. */
    private static final List<AddressRange> METADATA =
            ranges("100.100.100.200/32", "fd00:ec2::254/128", "192.0.0.192/32");

    /** The IANA registries of special-purpose addresses, less the private ones. */
    private static final List<AddressRange> RESERVED = ranges(
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
            "2001::/23",
            "2001:db8::/32",
            "2002::/16",
            "3fff::/20");

    /** What IANA has given out for global unicast; all else of IPv6 is refused, mapped and NAT64 included. */
    private static final AddressRange GLOBAL_V6 = AddressRange.of("2000::/3");

    private static final int V6_BYTES = 16;

    static AddressPolicy of(boolean allowPrivate) {
        return allowPrivate ? PRIVATE_TOO : PUBLIC;
    }

    boolean allows(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (isIn(METADATA, bytes) || isIn(RESERVED, bytes)) {
            return false;
        }
        if (isIn(PRIVATE, bytes)) {
            return this == PRIVATE_TOO;
        }
        return bytes.length != V6_BYTES || GLOBAL_V6.contains(bytes);
    }

    private static boolean isIn(List<AddressRange> ranges, byte[] address) {
        return ranges.stream().anyMatch(range -> range.contains(address));
    }

    private static List<AddressRange> ranges(String... cidrs) {
        return Stream.of(cidrs).map(AddressRange::of).toList();
    }
}
