// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seks.executor.call.VettingResolver.RefusedAddressException;
import java.net.InetAddress;
import org.apache.hc.client5.http.DnsResolver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressPolicyTest {
    @ParameterizedTest
    @CsvSource({
        // address, public policy, private policy
        "8.8.8.8, true, true",
        "1.1.1.1, true, true",
        "172.15.255.255, true, true",
        "172.32.0.0, true, true",
        "2606:4700:4700::1111, true, true",
        "127.0.0.1, false, true",
        "127.255.255.254, false, true",
        "2130706433, false, true",
        "10.0.0.1, false, true",
        "172.16.0.1, false, true",
        "172.31.255.255, false, true",
        "192.168.1.1, false, true",
        "100.64.0.1, false, true",
        "100.127.255.255, false, true",
        "::1, false, true",
        "fd12:3456::1, false, true",
        "::ffff:127.0.0.1, false, true",
        "::ffff:10.0.0.1, false, true",
        "0.0.0.0, false, false",
        "0.1.2.3, false, false",
        "169.254.169.254, false, false",
        "::ffff:169.254.169.254, false, false",
        "100.100.100.200, false, false",
        "192.0.0.192, false, false",
        "fd00:ec2::254, false, false",
        "192.0.2.1, false, false",
        "198.18.0.1, false, false",
        "203.0.113.7, false, false",
        "224.0.0.1, false, false",
        "239.255.255.255, false, false",
        "240.0.0.1, false, false",
        "255.255.255.255, false, false",
        "::, false, false",
        "::7f00:1, false, false",
        "fe80::1, false, false",
        "fec0::1, false, false",
        "ff02::1, false, false",
        "64:ff9b::7f00:1, false, false",
        "64:ff9b:1::1, false, false",
        "2002:7f00:1::, false, false",
        "2001:0:1::1, false, false",
        "2001:db8::1, false, false",
        "4000::1, false, false"
    })
    void vetsEveryKindOfAddress(String address, boolean whenPublic, boolean whenPrivate) throws Exception {
        InetAddress parsed = InetAddress.getByName(address);

        assertThat(AddressPolicy.PUBLIC.allows(parsed)).isEqualTo(whenPublic);
        assertThat(AddressPolicy.PRIVATE_TOO.allows(parsed)).isEqualTo(whenPrivate);
    }

    @Test
    void refusesAHostOfWhichOneAddressIsInside() {
        VettingResolver resolver = new VettingResolver(AddressPolicy.PUBLIC, resolving("8.8.8.8", "10.0.0.1"));

        assertThatThrownBy(() -> resolver.resolve("rebound.example"))
                .isInstanceOf(RefusedAddressException.class)
                .hasMessage("host rebound.example has the address 10.0.0.1, expected a public one");
    }

    @Test
    void givesTheAddressesThatItVetted() throws Exception {
        VettingResolver resolver = new VettingResolver(AddressPolicy.PUBLIC, resolving("8.8.8.8", "8.8.4.4"));

        assertThat(resolver.resolve("dns.example"))
                .extracting(InetAddress::getHostAddress)
                .containsExactly("8.8.8.8", "8.8.4.4");
    }

    private static DnsResolver resolving(String... addresses) {
        return new DnsResolver() {
            @Override
            public InetAddress[] resolve(String host) throws java.net.UnknownHostException {
                InetAddress[] resolved = new InetAddress[addresses.length];
                for (int i = 0; i < addresses.length; i++) {
                    resolved[i] = InetAddress.getByName(addresses[i]);
                }
                return resolved;
            }

            @Override
            public String resolveCanonicalHostname(String host) {
                return host;
            }
        };
    }
}
