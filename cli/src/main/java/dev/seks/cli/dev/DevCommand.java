// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.dev;

import dev.seks.cli.fault.EnvironmentFault;
import dev.seks.cli.log.LogSetup;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code seks dev}: runs until it is told to stop, by Ctrl-C or a signal, and then stops in order. */
@Command(
        name = "dev",
        description = "Runs everything in one process, on this machine alone: a real Kafka broker, the services, and a"
                + " code forge for agents to act on. What is saved to the policy or the catalogue comes into force at once,"
                + " unless it is faulty. Stops on Ctrl-C and continues where it was on the next start.",
        sortOptions = false)
public final class DevCommand implements Callable<Integer> {
    private static final long STOP_WITHIN_S = 25;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = ".seks",
            description = "Folder of all data. Default: .seks in the current folder.")
    private Path data = Path.of(".seks");

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description = "The policy. Default: seks-policy.yaml in the data folder, which starts as the example.")
    private @Nullable Path policy;

    @Option(
            names = "--catalogue",
            paramLabel = "DIR",
            description = "Folder of your own action catalogue, one SERVICE.yaml each. Without it, github and email are"
                    + " stood in for by the built-in code forge.")
    private @Nullable Path catalogue;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "" + Ports.DEFAULT,
            description = "Port of the inbox; Kafka and the forge get the two after it. 0 picks free ones. Default:"
                    + " ${DEFAULT-VALUE}.")
    private int port;

    @Option(names = "--kafka", paramLabel = "HOST:PORT", description = "Use this Kafka cluster, and run no broker.")
    private @Nullable String kafka;

    @Option(
            names = "--slack",
            paramLabel = "FILE",
            description = "Ask in Slack too, as this file says: see docs/slack.md.")
    private @Nullable Path slack;

    @Option(
            names = "--sign-on",
            paramLabel = "FILE",
            description =
                    "Let people sign on with an OpenID Connect provider, as this file says: see docs/approvers.md.")
    private @Nullable Path signOn;

    @Option(
            names = "--notify",
            paramLabel = "FILE",
            description = "Tell of requests by email or a webhook too, as this file says: see docs/notices.md.")
    private @Nullable Path notices;

    @Option(
            names = "--insecure",
            description =
                    "Take requests without a signature: whoever reaches the port of kafka can ask as any agent. Every"
                            + " decision says so.")
    private boolean insecure;

    @Override
    public Integer call() throws Exception {
        CommandSpec command = Objects.requireNonNull(spec);
        PrintWriter err = command.commandLine().getErr();
        PrintWriter out = command.commandLine().getOut();
        DevOptions options = options(command);
        boolean debug = command.root().findOption("--debug").getValue();
        LogSetup.toFile(new DataFolder(data).log(), debug);
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        Thread hook = new Thread(() -> stopInOrder(stop, stopped), "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try (AllInOne all = AllInOne.start(options, Clock.systemUTC())) {
            ReadyMessage.of(all).forEach(err::println);
            err.flush();
            all.follow(new RequestLine(Ansi.AUTO), out::println);
            all.watch(Ansi.AUTO, line -> {
                err.println(line);
                err.flush();
            });
            all.publishAddress();
            err.println("seks ready");
            err.flush();
            all.failure().thenRun(stop::countDown);
            stop.await();
            err.println("stopping");
            err.flush();
            return verdict(all);
        } finally {
            stopped.countDown();
        }
    }

    private static int verdict(AllInOne all) {
        if (all.failure().isDone()) {
            throw EnvironmentFault.of("stopped: " + all.failure().join())
                    .hint("the log says more: " + all.folder().log());
        }
        return 0;
    }

    private DevOptions options(CommandSpec command) {
        try {
            DevOptions options = new DevOptions(data, policy, catalogue, port, null, insecure, slack, signOn, notices);
            return kafka == null ? options : options.on(kafka, Cluster.TOPICS);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()));
        }
    }

    /** Runs when the process is told to end: has everything closed, then ends it with success. */
    private static void stopInOrder(CountDownLatch stop, CountDownLatch stopped) {
        boolean asked = stopped.getCount() > 0;
        stop.countDown();
        try {
            boolean clean = stopped.await(STOP_WITHIN_S, TimeUnit.SECONDS);
            LogSetup.close();
            if (asked && clean) {
                Runtime.getRuntime().halt(0);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
