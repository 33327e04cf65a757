// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.doctor;

import dev.seks.cli.fault.EnvironmentFault;
import dev.seks.cli.kafka.LoopbackPort;
import java.util.ArrayList;
import java.util.List;

/** Looks at this machine: what the next {@code seks dev} will find. */
final class MachineExam {
    private static final int JAVA = 17;

    private MachineExam() {}

    static Diagnosis java(Runtime.Version version) {
        return Diagnosis.of(
                version.feature() >= JAVA,
                "machine.java",
                version.toString(),
                JAVA + " or newer",
                "install a newer Java, or let JAVA_HOME name one");
    }

    /** Whether ports from the first on are free. */
    static List<Diagnosis> ports(int first, int count) {
        List<Diagnosis> all = new ArrayList<>();
        for (int port = first; port < first + count; port++) {
            all.add(Diagnosis.of(
                    isFree(port),
                    "machine.port." + port,
                    isFree(port) ? "free" : "taken",
                    "free",
                    "start with another --port, or with --port 0 for free ones"));
        }
        return all;
    }

    private static boolean isFree(int port) {
        try {
            return LoopbackPort.claim(port) == port;
        } catch (EnvironmentFault e) {
            return false;
        }
    }
}
