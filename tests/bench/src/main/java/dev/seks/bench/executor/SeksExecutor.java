// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.executor;

import dev.seks.bench.domain.Lab;
import dev.seks.executor.Executor;
import dev.seks.executor.ExecutorConfig;
import dev.seks.executor.credential.Custody;
import dev.seks.schemas.topic.TopicException;
import dev.seks.schemas.topic.Topics;
import java.util.concurrent.locks.LockSupport;

/** The executor as it runs in production, with its bounds at their defaults. */
final class SeksExecutor implements Subject {
    private static final long LOOK_EVERY_NANOS = 10_000_000;
    private static final long READY_WITHIN_NANOS = 60_000_000_000L;

    private final Executor executor;

    SeksExecutor(Lab lab, Topics topics) throws TopicException {
        this.executor = Executor.start(ExecutorConfig.of(
                        lab.client(),
                        topics,
                        Lab.IDS,
                        lab.keys().folder().executor(),
                        Custody.none(),
                        lab.folder(topics.prefix() + "files"))
                .named(topics.prefix() + "executor", "executor-1"));
        long giveUp = System.nanoTime() + READY_WITHIN_NANOS;
        while (!executor.ready()) {
            if (System.nanoTime() > giveUp) {
                throw new IllegalStateException("the executor did not become ready within 60 s");
            }
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
        }
    }

    @Override
    public String name() {
        return "seks executor";
    }

    @Override
    public void close() {
        executor.close();
    }
}
