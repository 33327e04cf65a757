// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor;

import dev.seks.executor.call.CallRunner;
import dev.seks.executor.claim.Authenticity;
import dev.seks.executor.claim.ClaimLoop;
import dev.seks.executor.claim.ClaimSettings;
import dev.seks.executor.control.FreezeWatch;
import dev.seks.executor.control.OrderProof;
import dev.seks.schemas.topic.ClusterId;
import dev.seks.schemas.topic.TopicAdmin;
import dev.seks.schemas.topic.TopicException;
import dev.seks.schemas.wire.Codecs;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;

/**
 * A running executor. It claims approved requests in a transaction before it acts on them, so that nothing is executed
 * twice whatever is replayed, reset or restarted.
 */
public final class Executor implements AutoCloseable {
    private final CallRunner runner;
    private final FreezeWatch freezes;
    private final ClaimLoop loop;

    private Executor(CallRunner runner, FreezeWatch freezes, ClaimLoop loop) {
        this.runner = runner;
        this.freezes = freezes;
        this.loop = loop;
    }

    /**
     * Starts an executor and returns at once; it is at work when {@link #ready()} says so.
     *
     * @throws TopicException when the cluster does not answer, or its topics are not as they must be
     */
    public static Executor start(ExecutorConfig config) throws TopicException {
        return start(config, Clock.systemUTC());
    }

    /** The same with a clock of the caller's, against which decisions lapse. */
    public static Executor start(ExecutorConfig config, Clock clock) throws TopicException {
        String clusterId;
        try (Admin admin = Admin.create(config.client())) {
            new TopicAdmin(admin, config.topics()).verify();
            clusterId = ClusterId.of(admin);
        }
        CallRunner runner = new CallRunner(
                config.custody(), ActionKinds.all(config.fileRoot(), config.calls(), clock), config.calls(), clock);
        ClaimSettings settings = new ClaimSettings(
                config.client(),
                config.topics(),
                Codecs.of(config.ids()),
                new Authenticity(
                        config.keys().roots(),
                        config.keys().decisions(),
                        config.keys().executions(),
                        clusterId),
                config.group(),
                config.instance(),
                config.actWithin(),
                config.closeWithin(),
                config.recoverWithin());
        FreezeWatch freezes = new FreezeWatch(
                config.client(),
                config.topics(),
                settings.codecs().control(),
                new OrderProof(config.keys().roots(), clusterId));
        freezes.start();
        ClaimLoop loop = new ClaimLoop(settings, config.pool(), runner, freezes, clock);
        loop.start();
        return new Executor(runner, freezes, loop);
    }

    /** Whether approved requests are being executed: it has joined its group, taken over its partitions and knows what is frozen. */
    public boolean ready() {
        return loop.isReady() && freezes.isKnown();
    }

    /** Completes with a short reason when the executor stops by itself; never completes otherwise. */
    public CompletableFuture<String> failure() {
        return loop.failure();
    }

    /** Takes nothing new, waits a bounded time for the calls in flight, publishes their results and stops. */
    @Override
    public void close() {
        loop.close();
        freezes.close();
        runner.close();
    }
}
