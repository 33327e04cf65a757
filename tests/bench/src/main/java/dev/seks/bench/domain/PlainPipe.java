// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.domain;

import dev.seks.schemas.topic.Topic;

/** Produce and consume, nothing between: the least that Kafka takes. */
record PlainPipe() implements Pipe {
    @Override
    public String name() {
        return "plain produce-consume";
    }

    @Override
    public Topic input() {
        return Topic.REQUESTS;
    }

    @Override
    public Topic output() {
        return Topic.REQUESTS;
    }

    @Override
    public void close() {}
}
