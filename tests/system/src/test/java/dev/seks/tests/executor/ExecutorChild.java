// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.executor;

import dev.seks.cli.key.KeyFolder;
import dev.seks.executor.Executor;
import dev.seks.executor.ExecutorConfig;
import dev.seks.executor.credential.Issue;
import dev.seks.executor.credential.Secret;
import dev.seks.schemas.topic.Topics;
import dev.seks.schemas.wire.SchemaIds;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * An executor in a process of its own. It starts with the Java machine warm and waits for the word to begin, and for the word
 * at which point to stay: the first thread that comes there says so and stays until the process is killed.
 */
final class ExecutorChild implements AutoCloseable {
    private static final Duration AT_POINT_WITHIN = Duration.ofSeconds(60);
    private static final Duration DEAD_WITHIN = Duration.ofSeconds(60);
    private static final Duration SPEAKS_WITHIN = Duration.ofMinutes(2);
    private static final Duration ACT_WITHIN = Duration.ofMillis(500);
    private static final String ARMED = "armed";
    private static final String AT_POINT = "at its point";

    private final Process process;
    private final BufferedReader output;

    private ExecutorChild(Process process) {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static ExecutorChild start(Stage stage, Path folder) throws IOException {
        return new ExecutorChild(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx160m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ExecutorChild.class.getName(),
                        (String) stage.client().get("bootstrap.servers"),
                        stage.topics().prefix(),
                        folder.toString(),
                        stage.config().group())
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("child.txt").toFile()))
                .start());
    }

    /** Lets it go to work. */
    void begin() throws IOException {
        say("begin");
    }

    /** From now on it stays at {@code point} when it comes there. */
    void arm(KillPoint point) throws IOException {
        say(point.name());
        if (!hears(ARMED)) {
            throw new AssertionError("it has ended by itself");
        }
    }

    /** Waits until it is at its point; false when it has died before, or everything it had to do has passed the point by. */
    boolean awaitPoint() {
        return CompletableFuture.supplyAsync(() -> hears(AT_POINT))
                .completeOnTimeout(false, AT_POINT_WITHIN.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    private void say(String line) throws IOException {
        OutputStream input = process.getOutputStream();
        input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        input.flush();
    }

    /** Kills it when it says nothing for too long: else nobody would ever know what it waits for. */
    private boolean hears(String awaited) {
        AtomicBoolean isLate = new AtomicBoolean();
        CompletableFuture<Void> alarm = CompletableFuture.runAsync(
                () -> {
                    isLate.set(true);
                    kill();
                },
                CompletableFuture.delayedExecutor(SPEAKS_WITHIN.toSeconds(), TimeUnit.SECONDS));
        try {
            boolean isHeard = reads(awaited);
            if (!isHeard && isLate.get()) {
                throw new AssertionError("not " + awaited + " within " + SPEAKS_WITHIN.toSeconds() + " s");
            }
            return isHeard;
        } finally {
            alarm.cancel(false);
        }
    }

    private boolean reads(String awaited) {
        try {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.equals(awaited)) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            return false; // its output is closed when it is killed
        }
    }

    /** SIGKILL: it gets no chance to do anything. */
    void kill() {
        process.destroyForcibly();
    }

    void awaitDeath() throws InterruptedException {
        if (!process.waitFor(DEAD_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("still alive after " + DEAD_WITHIN.toSeconds() + " s");
        }
    }

    @Override
    public void close() {
        kill();
    }

    public static void main(String[] args) throws Exception {
        Point point = new Point();
        BufferedReader words = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        words.readLine();
        ExecutorConfig config = ExecutorConfig.of(
                        Map.of("bootstrap.servers", args[0]),
                        new Topics(args[1], 1),
                        SchemaIds.builtIn(),
                        KeyFolder.in(Path.of(args[2])).executor(),
                        use -> {
                            point.credentialAsked();
                            return Issue.of(Secret.of(Stage.SECRET));
                        },
                        Path.of(args[2]).resolve("files"))
                .named(args[3], "executor-1")
                .within(ACT_WITHIN, Duration.ofSeconds(5));
        Executor.start(config, point);
        point.chosen = KillPoint.valueOf(words.readLine());
        System.out.println(ARMED);
        System.out.flush();
        new CountDownLatch(1).await();
    }

    /**
     * Knows where the executor stands from what it asks for: the loop asks the clock when it writes a claim, a call asks the
     * clock when it begins, for its credential before it is sent, and for the clock again when it has its answer.
     */
    private static final class Point extends Clock {
        private final Clock system = Clock.systemUTC();
        private final AtomicBoolean isReached = new AtomicBoolean();
        private final ThreadLocal<Boolean> hasBegun = ThreadLocal.withInitial(() -> false);
        private volatile @Nullable KillPoint chosen;

        void credentialAsked() {
            if (chosen == KillPoint.CLAIMED) {
                stay();
            }
        }

        @Override
        public Instant instant() {
            boolean isOfCall = isAskedBy("Flight", "run");
            if (chosen == KillPoint.CLAIMING && isAskedBy("PartitionWork", "claim")) {
                stay();
            } else if (chosen == KillPoint.ANSWERED && isOfCall && hasBegun.get()) {
                stay();
            }
            if (isOfCall) {
                hasBegun.set(!hasBegun.get());
            } else if (isAskedBy("Flight", "abandon")) {
                hasBegun.set(false); // its end
            }
            return system.instant();
        }

        private static boolean isAskedBy(String type, String method) {
            return StackWalker.getInstance()
                    .walk(frames -> frames.skip(2)
                            .limit(1)
                            .anyMatch(frame -> frame.getClassName().endsWith("." + type)
                                    && frame.getMethodName().equals(method)));
        }

        /** The first to come stays; the others go on, as they would. */
        private void stay() {
            if (isReached.compareAndSet(false, true)) {
                System.out.println(AT_POINT);
                System.out.flush();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        @Override
        public ZoneId getZone() {
            return system.getZone();
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("an executor knows no zone");
        }
    }
}
