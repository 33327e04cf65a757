// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.dev;

import dev.seks.approval.ApprovalConfig;
import dev.seks.approval.ApprovalService;
import dev.seks.approval.notice.NoticeConfig;
import dev.seks.approval.signon.SignOnConfig;
import dev.seks.approval.slack.SlackConfig;
import dev.seks.broker.topology.Broker;
import dev.seks.broker.topology.BrokerConfig;
import dev.seks.broker.topology.BrokerKeys;
import dev.seks.cli.fault.EnvironmentFault;
import dev.seks.cli.key.KeyFolder;
import dev.seks.executor.Executor;
import dev.seks.executor.ExecutorConfig;
import dev.seks.executor.credential.Custody;
import dev.seks.schemas.digest.Digest;
import dev.seks.schemas.topic.TopicException;
import dev.seks.schemas.topic.Topics;
import dev.seks.schemas.wire.SchemaIds;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The services of seks in this process, each with a clock, clients and threads of its own. */
final class Services {
    private static final Logger LOG = LoggerFactory.getLogger(Services.class);
    private static final Duration READY_WITHIN = Duration.ofMinutes(2);
    private static final long LOOK_EVERY_MS = 10;

    private final Broker broker;
    private final ApprovalService approvals;
    private final Executor executor;

    private Services(Broker broker, ApprovalService approvals, Executor executor) {
        this.broker = broker;
        this.approvals = approvals;
        this.executor = executor;
    }

    /**
     * Where services run and what they need.
     *
     * @param insecure whether requests are taken without a signature
     * @param operator whose token decides about approvals
     * @param custody of the credentials of services
     * @param slack how to speak with Slack; null not to
     * @param signOn with whom people sign on; null for nobody
     * @param notices who else is told of requests; null for nobody
     */
    record Place(
            Map<String, Object> client,
            Topics topics,
            DataFolder folder,
            KeyFolder keys,
            boolean insecure,
            int inboxPort,
            String operator,
            Custody custody,
            @Nullable SlackConfig slack,
            @Nullable SignOnConfig signOn,
            @Nullable NoticeConfig notices) {
        private static final int HEX_SHOWN = 12;

        Place {
            client = Map.copyOf(client);
        }

        BrokerKeys brokerKeys() {
            return insecure ? keys.broker().insecure() : keys.broker();
        }

        /** The group of the executors of one installation; two on the same cluster do not take each other's work. */
        String executors() {
            return topics.prefix().equals(Topics.DEFAULT_PREFIX)
                    ? ExecutorConfig.DEFAULT_GROUP
                    : topics.prefix() + "executor";
        }

        /** Names this process among all on the same cluster; the same on every start with the same folder. */
        String instance(String service) {
            return service + "-" + Digest.of(operator + "@" + folder.root()).substring(0, HEX_SHOWN);
        }
    }

    /** Starts all of them at once and waits until each is at work; whoever closes the closers stops them. */
    static Services start(Place place, Closers closers) {
        FutureTask<Broker> broker = inBackground(() -> closers.add(broker(place)));
        FutureTask<ApprovalService> approvals = inBackground(() -> closers.add(approvals(place)));
        FutureTask<Executor> executor = inBackground(() -> closers.add(executor(place)));
        try {
            Services services = new Services(await(broker), await(approvals), await(executor));
            services.awaitReady();
            return services;
        } finally {
            // when one fails, the others must have come as far as to be closed
            Stream.of(broker, approvals, executor).forEach(Services::settle);
        }
    }

    /** A link that signs the operator in with a browser, once. */
    URI signInLink() {
        return approvals.signInLink();
    }

    /** Completes with the reason when one of them stops by itself; never completes otherwise. */
    CompletableFuture<String> failure() {
        return Stream.of(
                        broker.failure().thenApply(why -> "the broker: " + why),
                        approvals.failure().thenApply(why -> "the approval service: " + why),
                        executor.failure().thenApply(why -> "the executor: " + why))
                .reduce(new CompletableFuture<>(), (one, other) -> one.applyToEither(other, why -> why));
    }

    private static Broker broker(Place place) throws TopicException {
        return Broker.start(BrokerConfig.single(
                place.client(),
                place.topics(),
                SchemaIds.builtIn(),
                place.brokerKeys(),
                place.folder().state()));
    }

    private static ApprovalService approvals(Place place) throws TopicException {
        ApprovalConfig config = ApprovalConfig.local(
                        place.client(),
                        place.topics(),
                        SchemaIds.builtIn(),
                        place.folder().token(),
                        place.keys().approvalService().path(),
                        place.keys().roots(),
                        place.operator())
                .onPort(place.inboxPort());
        ApprovalConfig withSlack = place.slack() == null ? config : config.withSlack(place.slack());
        ApprovalConfig signingOn = place.signOn() == null ? withSlack : withSlack.withSignOn(place.signOn());
        try {
            return ApprovalService.start(place.notices() == null ? signingOn : signingOn.withNotices(place.notices()));
        } catch (IllegalArgumentException | UncheckedIOException e) { // a file with a secret is not as it must be
            throw EnvironmentFault.because(String.valueOf(e.getMessage()), e);
        }
    }

    private static Executor executor(Place place) throws TopicException {
        ExecutorConfig config = ExecutorConfig.of(
                place.client(),
                place.topics(),
                SchemaIds.builtIn(),
                place.keys().executor(),
                place.custody(),
                place.folder().files());
        return Executor.start(config.named(place.executors(), place.instance("executor")));
    }

    private void awaitReady() {
        long giveUp = System.nanoTime() + READY_WITHIN.toNanos();
        awaitReady("the broker", broker::ready, giveUp);
        awaitReady("the approval service", approvals::ready, giveUp);
        awaitReady("the executor", executor::ready, giveUp);
    }

    private static void awaitReady(String service, BooleanSupplier ready, long giveUp) {
        try {
            while (!ready.getAsBoolean()) {
                if (System.nanoTime() > giveUp) {
                    throw EnvironmentFault.of(service + " was not ready within " + READY_WITHIN.toSeconds() + " s")
                            .hint("the log says more");
                }
                Thread.sleep(LOOK_EVERY_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw EnvironmentFault.because("interrupted while starting", e);
        }
    }

    static <T> FutureTask<T> inBackground(Callable<T> start) {
        FutureTask<T> task = new FutureTask<>(start);
        Thread thread = new Thread(task, "start");
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    private static void settle(FutureTask<?> task) {
        try {
            task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            LOG.warn("a service did not start", e.getCause());
        }
    }

    static <T> T await(FutureTask<T> task) {
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw EnvironmentFault.because("interrupted while starting", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof RuntimeException fault) {
                throw fault;
            }
            throw EnvironmentFault.because(String.valueOf(cause.getMessage()), cause);
        }
    }
}
