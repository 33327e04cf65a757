// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.domain;

import dev.seks.broker.topology.Broker;
import dev.seks.broker.topology.BrokerConfig;
import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.topic.TopicException;
import dev.seks.schemas.topic.Topics;
import java.time.Duration;

/** The seks broker as it runs in production: real stores, journal, limits, exactly once. */
final class BrokerPipe implements Pipe {
    private final Broker broker;

    BrokerPipe(Lab lab, Topics topics, int commitMs) throws TopicException, InterruptedException {
        lab.publishPolicy(topics);
        this.broker = Broker.start(new BrokerConfig(
                lab.client(),
                topics,
                Lab.IDS,
                lab.folder(topics.prefix() + "state"),
                "bench",
                1,
                0,
                Duration.ofMillis(commitMs)));
        if (!broker.awaitReady(Duration.ofSeconds(60))) {
            throw new IllegalStateException("the broker did not become ready within 60 s");
        }
    }

    @Override
    public String name() {
        return "seks broker";
    }

    @Override
    public Topic input() {
        return Topic.REQUESTS;
    }

    @Override
    public Topic output() {
        return Topic.APPROVED;
    }

    @Override
    public void close() {
        broker.close();
    }
}
