// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.option;

import dev.seks.cli.fault.EnvironmentFault;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds out in a moment whether anybody listens, because a Kafka client would go on trying for a minute. */
public final class Reachability {
    private static final int PATIENCE_MS = 2_000;
    private static final int HIGHEST_PORT = 65_535;
    private static final Pattern ADDRESS = Pattern.compile("\\[?([^\\[\\]]+)]?:(\\d{1,5})");

    private Reachability() {}

    /**
     * Returns when one of the addresses accepts connections.
     *
     * @param addresses host:port, or several with commas
     * @throws EnvironmentFault when none does
     */
    public static void check(String addresses, String hint) {
        for (String address : addresses.split(",")) {
            if (isOpen(parse(address.strip()))) {
                return;
            }
        }
        throw EnvironmentFault.of("nobody answers at " + addresses + ", expected Kafka")
                .hint(hint);
    }

    private static InetSocketAddress parse(String address) {
        Matcher shape = ADDRESS.matcher(address);
        if (!shape.matches() || Integer.parseInt(shape.group(2)) > HIGHEST_PORT) {
            throw EnvironmentFault.of("address '" + address + "', expected HOST:PORT");
        }
        return new InetSocketAddress(shape.group(1), Integer.parseInt(shape.group(2)));
    }

    private static boolean isOpen(InetSocketAddress address) {
        try (Socket socket = new Socket()) {
            socket.connect(address, PATIENCE_MS);
            return true;
        } catch (IOException e) {
            return false; // refused, silent or of unknown name: nobody is there
        }
    }
}
