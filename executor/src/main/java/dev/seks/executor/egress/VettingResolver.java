// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/**
 * Resolves a host once and gives only addresses that may be connected to. One address that may not spoils all of them:
 * an honest name does not point both outside and inside. The connection is made to what was vetted, so a name that
 * changes its mind in between gains nothing.
 */
public final class VettingResolver implements DnsResolver {
    /** So many are tried, one after the other, where a host has more. */
    static final int MAX_ADDRESSES = 8;

    private final AddressPolicy policy;
    private final DnsResolver names;

    /** A resolver that asks the system. */
    public VettingResolver(AddressPolicy policy) {
        this(policy, SystemDefaultDnsResolver.INSTANCE);
    }

    /** A resolver that asks another for the names. */
    public VettingResolver(AddressPolicy policy, DnsResolver names) {
        this.policy = policy;
        this.names = names;
    }

    /** At least one address, in the order in which they are to be tried. */
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] addresses = names.resolve(host);
        if (addresses == null || addresses.length == 0) {
            throw new UnknownHostException("host " + host + " has no address");
        }
        for (InetAddress address : addresses) {
            policy.vet(host, address);
        }
        return addresses.length > MAX_ADDRESSES ? Arrays.copyOf(addresses, MAX_ADDRESSES) : addresses;
    }

    @Override
    public String resolveCanonicalHostname(String host) throws UnknownHostException {
        return host;
    }
}
