// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.cluster;

import dev.seks.cli.kafka.EmbeddedKafka;
import dev.seks.schemas.topic.Topics;
import dev.seks.tests.leftovers.TestFolders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** One broker in this process, on a free port of the loopback address, with its data in a temporary folder. */
final class EmbeddedCluster implements KafkaCluster {
    private final Path folder;
    private final EmbeddedKafka kafka;
    private final FreshPrefixes prefixes = new FreshPrefixes();

    private EmbeddedCluster(Path folder, EmbeddedKafka kafka) {
        this.folder = folder;
        this.kafka = kafka;
    }

    static EmbeddedCluster start() {
        try {
            Path folder = TestFolders.create("seks-kafka");
            return new EmbeddedCluster(folder, EmbeddedKafka.start(folder, 0));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a temporary folder", e);
        }
    }

    @Override
    public String bootstrap() {
        return kafka.bootstrap();
    }

    @Override
    public Topics freshTopics(int partitions) {
        return new Topics(prefixes.next(), partitions);
    }

    @Override
    public void close() {
        kafka.close();
        if (TestFolders.ofRun().isPresent()) {
            return; // it is searched when all tests have ended
        }
        try {
            TestFolders.remove(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + folder, e);
        }
    }
}
