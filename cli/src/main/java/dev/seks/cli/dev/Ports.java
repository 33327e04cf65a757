// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.dev;

import dev.seks.cli.kafka.LoopbackPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The ports of one {@code seks dev}: the inbox on the wanted one, Kafka and the code forge on the two after it. */
record Ports(int inbox, int kafka, int forge) {
    static final int DEFAULT = 7070;
    static final int COUNT = 3;

    /**
     * The ports from a wanted one on, or free ones when 0 is wanted: the same as the last time if they are still free,
     * because the published catalogue says where the forge is.
     */
    static Ports choose(int wanted, Path remembered) {
        Ports ports = wanted == 0 ? free(remembered) : check(wanted, wanted + 1, wanted + 2);
        DataFolder.replace(remembered, ports.inbox + " " + ports.kafka + " " + ports.forge + "\n");
        return ports;
    }

    private static Ports free(Path remembered) {
        try {
            List<Integer> last = List.of(Files.readString(remembered).strip().split(" ")).stream()
                    .map(Integer::valueOf)
                    .toList();
            if (last.size() == COUNT) {
                return check(last.get(0), last.get(1), last.get(2));
            }
        } catch (IOException | RuntimeException e) {
            // never started here, or a port is taken by now
        }
        int inbox = LoopbackPort.free();
        int kafka = LoopbackPort.free(inbox);
        return new Ports(inbox, kafka, LoopbackPort.free(inbox, kafka));
    }

    private static Ports check(int inbox, int kafka, int forge) {
        return new Ports(LoopbackPort.claim(inbox), LoopbackPort.claim(kafka), LoopbackPort.claim(forge));
    }
}
