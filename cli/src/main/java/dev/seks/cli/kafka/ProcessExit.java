// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.kafka;

import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Exit;

/**
 * Keeps a broker that fails from ending the process that contains it. Kafka calls a process-wide exit procedure; here it
 * tells the brokers of this process instead, and returns, so that Kafka goes on to close what it had opened.
 */
final class ProcessExit {
    private static final Set<Consumer<String>> BROKERS = new CopyOnWriteArraySet<>();

    static {
        Exit.setExitProcedure((status, message) -> tell(status, message));
        Exit.setHaltProcedure((status, message) -> tell(status, message));
    }

    private ProcessExit() {}

    static void watch(Consumer<String> broker) {
        BROKERS.add(broker);
    }

    static void unwatch(Consumer<String> broker) {
        BROKERS.remove(broker);
    }

    private static void tell(int status, String message) {
        String why = message == null ? "fatal fault, status " + status : message;
        BROKERS.forEach(broker -> broker.accept(why));
    }
}
