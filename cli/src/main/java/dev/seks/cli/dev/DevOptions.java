// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.dev;

import dev.seks.schemas.topic.Topics;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code seks dev} is started with.
 *
 * @param data the folder of everything that must outlive the process
 * @param policy the policy file, or null for the one in the data folder, which starts as the example policy
 * @param catalogue the folder of the user's own catalogue, or null for the built-in one with the code forge
 * @param port of the inbox, Kafka and the forge on the two after it; 0 for free ones
 * @param kafka an external cluster, or null for the embedded broker
 * @param insecure whether requests are taken without a signature
 * @param slack the file that says how to speak with Slack, or null not to
 * @param signOn the file that says with whom people sign on, or null for nobody
 * @param notices the file that says who else is told of requests, or null for nobody
 */
public record DevOptions(
        Path data,
        @Nullable Path policy,
        @Nullable Path catalogue,
        int port,
        @Nullable Elsewhere kafka,
        boolean insecure,
        @Nullable Path slack,
        @Nullable Path signOn,
        @Nullable Path notices) {
    /** The port of the inbox where none is wanted. */
    public static final int DEFAULT_PORT = Ports.DEFAULT;

    /** How many ports there are from it on. */
    public static final int PORTS = Ports.COUNT;

    private static final int HIGHEST_PORT = 65_533;

    /** A Kafka cluster that somebody else runs, as host:port, and the topics to use there. */
    public record Elsewhere(String bootstrap, Topics topics) {}

    public DevOptions {
        if (port < 0 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException("port " + port + ", expected 0 to " + HIGHEST_PORT);
        }
    }

    /** Everything built in, on free ports. */
    public static DevOptions in(Path data) {
        return new DevOptions(data, null, null, 0, null, false, null, null, null);
    }

    /** The same with an external cluster. */
    public DevOptions on(String bootstrap, Topics topics) {
        return new DevOptions(
                data, policy, catalogue, port, new Elsewhere(bootstrap, topics), insecure, slack, signOn, notices);
    }

    public DevOptions withPolicy(@Nullable Path file) {
        return new DevOptions(data, file, catalogue, port, kafka, insecure, slack, signOn, notices);
    }

    /** The same with a catalogue of the user's own. */
    public DevOptions withCatalogue(@Nullable Path dir) {
        return new DevOptions(data, policy, dir, port, kafka, insecure, slack, signOn, notices);
    }

    /** The same, but taking requests from anybody. */
    public DevOptions insecurely() {
        return new DevOptions(data, policy, catalogue, port, kafka, true, slack, signOn, notices);
    }

    public DevOptions withNotices(@Nullable Path file) {
        return new DevOptions(data, policy, catalogue, port, kafka, insecure, slack, signOn, file);
    }

    public DevOptions withSlack(@Nullable Path file) {
        return new DevOptions(data, policy, catalogue, port, kafka, insecure, file, signOn, notices);
    }
}
