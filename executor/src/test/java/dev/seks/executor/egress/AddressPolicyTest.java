// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.stream.IntStream;
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
        "4000::1, false, false",
        "100::1, false, false",
        "5f00::1, false, false",
        "168.63.129.16, false, false",
        "fd20:ce::254, false, false",
        "fe80::1%1, false, false",
        "febf::1, false, false",
        "ff05::2, false, false",
        "::ffff:0:127.0.0.1, false, false",
        "64:ff9b::8.8.8.8, false, false",
        "64:ff9b:1:7f00::1, false, false",
        "2001::7f00:1, false, false",
        "2001:20::1, false, false",
        "2002:a00:1::1, false, false",
        "3fff::1, false, false",
        "fdff:ffff::1, false, true",
        "192.88.99.1, false, false",
        "192.0.0.8, false, false",
        "198.19.255.255, false, false",
        "198.20.0.1, true, true",
        "198.51.100.1, false, false",
        "100.63.255.255, true, true",
        "100.128.0.1, true, true",
        "192.167.255.255, true, true",
        "223.255.255.255, true, true",
        "2a00:1450:4001::1, true, true"
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

    /** What is mapped into IPv6 and stays there is refused as it is; the system gives it as IPv4. */
    @Test
    void refusesAMappedAddressThatWasNotUnmapped() throws Exception {
        byte[] mapped = new byte[16];
        mapped[10] = (byte) 0xff;
        mapped[11] = (byte) 0xff;
        mapped[12] = 8;
        mapped[13] = 8;
        mapped[14] = 8;
        mapped[15] = 8;

        assertThat(AddressPolicy.PRIVATE_TOO.allows(Inet6Address.getByAddress(null, mapped, -1)))
                .isFalse();
    }

    @Test
    void refusesAHostWithoutAnAddress() {
        assertThatThrownBy(() -> new VettingResolver(AddressPolicy.PRIVATE_TOO, resolving()).resolve("empty.example"))
                .isInstanceOf(UnknownHostException.class);
    }

    @Test
    void givesNoMoreAddressesThanAreToBeTried() throws Exception {
        String[] many = IntStream.rangeClosed(1, 9).mapToObj(i -> "8.8.8." + i).toArray(String[]::new);
        String[] oneInside = many.clone();
        oneInside[8] = "10.0.0.1";

        assertThat(new VettingResolver(AddressPolicy.PUBLIC, resolving(many)).resolve("many.example"))
                .extracting(InetAddress::getHostAddress)
                .containsExactly(Arrays.copyOf(many, 8));
        assertThatThrownBy(
                        () -> new VettingResolver(AddressPolicy.PUBLIC, resolving(oneInside)).resolve("many.example"))
                .as("one that would not be tried spoils the others too")
                .isInstanceOf(RefusedAddressException.class);
    }

    /** A driver that has resolved the host by itself does not choose where its socket goes. */
    @Test
    void connectsSocketsOnlyToWhatItVetted() throws Exception {
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        try (ServerSocket server = new ServerSocket(0, 1, loopback)) {
            VettedSockets sockets = new VettedSockets(AddressPolicy.PRIVATE_TOO, loopback);
            InetSocketAddress elsewhere = new InetSocketAddress(
                    InetAddress.getByAddress("db.example", new byte[] {(byte) 192, 0, 2, 1}), server.getLocalPort());

            try (Socket socket = sockets.createSocket()) {
                socket.connect(elsewhere, 10_000);

                assertThat(socket.getInetAddress().getHostAddress()).isEqualTo("127.0.0.1");
                assertThat(socket.getInetAddress().getHostName()).isEqualTo("db.example");
            }
            try (Socket socket = sockets.createSocket("192.0.2.1", server.getLocalPort())) {
                assertThat(socket.getInetAddress().getHostAddress()).isEqualTo("127.0.0.1");
            }
        }
        assertThatThrownBy(() -> new VettedSockets(AddressPolicy.PUBLIC, loopback))
                .isInstanceOf(RefusedAddressException.class)
                .hasMessage("host 127.0.0.1 has the address 127.0.0.1, expected a public one");
    }

    private static DnsResolver resolving(String... addresses) {
        return new Names(addresses);
    }
}
