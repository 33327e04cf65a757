// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.request;

import dev.seks.cli.fault.EnvironmentFault;
import dev.seks.cli.key.KeyFolder;
import dev.seks.cli.option.Cluster;
import dev.seks.cli.option.ClusterOptions;
import dev.seks.cli.option.DurationOption;
import dev.seks.cli.option.ExitCode;
import dev.seks.cli.option.JsonLine;
import dev.seks.cli.option.ParamsOption;
import dev.seks.cli.option.Terminal;
import dev.seks.client.ClientConfig;
import dev.seks.client.ClientException;
import dev.seks.client.FinalState;
import dev.seks.client.NotFinishedException;
import dev.seks.client.Request;
import dev.seks.client.SeksClient;
import dev.seks.client.Submission;
import dev.seks.schemas.key.KeyFile;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.Outcome;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code seks request}: publishes a request and waits for its final state. */
@Command(
        name = "request",
        description = "Ask for an action as an agent, and wait for what comes of it.",
        footer = {
            "",
            "NAME=TEXT gives a parameter as text, NAME:=JSON as a number, truth value, list or object:",
            "  ./seks request github repos.create name=site private:=true --reason 'for the launch'",
            "  ./seks request github repos.get owner=a repo=b --grant 'repos.*' --grant-on a/b --grant-for 5m",
            "",
            "Exit codes: 0 succeeded, 1 any other final state, 2 usage or environment, 3 not finished in time."
        })
public final class RequestCommand implements Callable<Integer> {
    /** A decision takes milliseconds, so a short --wait is not held against it. */
    private static final Duration DECISION_PATIENCE = Duration.ofSeconds(10);

    @Parameters(index = "0", paramLabel = "SERVICE", description = "The service, e.g. github.")
    private String service = "";

    @Parameters(index = "1", paramLabel = "ACTION", description = "The action, e.g. repos.create.")
    private String action = "";

    @Parameters(
            index = "2..*",
            arity = "0..*",
            paramLabel = "NAME=TEXT",
            description = "Parameters of the action; NAME:=JSON for other types than text.")
    private List<String> pairs = List.of();

    @Option(
            names = "--params",
            paramLabel = "JSON|@FILE|-",
            description = "All parameters as one JSON object; - reads it from standard input.")
    private @Nullable String params;

    @Option(
            names = "--agent",
            paramLabel = "A",
            description = "The agent that asks (default: $SEKS_AGENT, or the only agent of the policy).")
    private @Nullable String agent;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, in the agent's words, for the approvers.")
    private String reason = "";

    @Option(
            names = "--id",
            paramLabel = "ID",
            description = "A request id of your own; refused when it was used before.")
    private @Nullable String id;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "The agent's key, mode 0600 (default: the one that seks dev keeps for the agent).")
    private @Nullable Path key;

    @Option(
            names = "--grant",
            paramLabel = "PATTERN",
            split = ",",
            description =
                    "Ask for a grant besides: to do what these actions' patterns match without asking people again.")
    private List<String> grant = List.of();

    @Option(
            names = "--grant-on",
            paramLabel = "RESOURCE",
            description = "With --grant: on this resource alone, as the catalogue names it (default: on any).")
    private @Nullable String grantOn;

    @Option(
            names = "--grant-for",
            paramLabel = "5m",
            defaultValue = "5m",
            converter = DurationOption.class,
            description = "With --grant: for how long (default: ${DEFAULT-VALUE}).")
    private Duration grantFor = Duration.ZERO;

    @Option(
            names = "--grant-uses",
            paramLabel = "N",
            description = "With --grant: how often at most (default: as often as the policy lets it be).")
    private @Nullable Integer grantUses;

    @Option(
            names = "--wait",
            paramLabel = "30s",
            defaultValue = "30s",
            converter = DurationOption.class,
            description = "How long to wait for the final state (default: ${DEFAULT-VALUE}).")
    private Duration patience = Duration.ZERO;

    @Option(names = "--json", description = "Print the final state as one line of JSON.")
    private boolean json;

    @Mixin
    private ClusterOptions where = new ClusterOptions();

    @Spec
    private @Nullable CommandSpec spec;

    private final AgentChoice agents;

    /** For the command line. */
    public RequestCommand() {
        this(new AgentChoice(System.getenv("SEKS_AGENT")));
    }

    RequestCommand(AgentChoice agents) {
        this.agents = agents;
    }

    @Override
    public Integer call() {
        try {
            String object = params == null ? ParamPairs.object(pairs) : ParamsOption.text(params, pairs, System.in);
            Cluster cluster = where.cluster();
            String asking = agents.choose(agent, cluster.dev());
            Request alone = Request.of(asking, service, action).params(object).reason(reason);
            Request request = grant.isEmpty() ? alone : alone.grant(grant, grantOn, grantFor, grantUses);
            return follow(asking, id == null ? request : request.id(id), cluster);
        } catch (ClientException e) {
            throw EnvironmentFault.because(e.getMessage(), e);
        }
    }

    private int follow(String asking, Request request, Cluster cluster) {
        Instant end = Instant.now().plus(patience);
        ClientConfig config = signing(
                ClientConfig.of(cluster.kafka(), cluster.domain()).answersWithin(Cluster.PATIENCE), asking, cluster);
        try (SeksClient client = SeksClient.open(config)) {
            Submission submission = client.submit(request);
            Decision first =
                    submission.awaitDecided(patience.compareTo(DECISION_PATIENCE) > 0 ? patience : DECISION_PATIENCE);
            if (first.getOutcome() == Outcome.PENDING) {
                Waiting.lines(first, cluster).forEach(terminal()::talk);
            }
            return show(submission.awaitFinished(left(end)));
        } catch (NotFinishedException e) {
            return unfinished(e);
        }
    }

    /** With the key that is named, else the one that {@code seks dev} keeps for the agent, else unsigned. */
    private ClientConfig signing(ClientConfig config, String asking, Cluster cluster) {
        try {
            if (key != null) {
                return config.signing(asking, new KeyFile(key).signer());
            }
            return cluster.dev()
                    .map(dev -> KeyFolder.in(dev.data()).signerOf(cluster.domain(), asking))
                    .map(signer -> config.signing(asking, signer))
                    .orElse(config);
        } catch (IllegalArgumentException | UncheckedIOException e) {
            throw EnvironmentFault.because(String.valueOf(e.getMessage()), e);
        }
    }

    private int unfinished(NotFinishedException late) {
        FinalState known = late.known()
                .orElseThrow(
                        () -> EnvironmentFault.because(late.getMessage(), late)
                                .hint(
                                        "it was published and may still be decided: does the broker run, and is it of this version?"));
        show(known);
        return ExitCode.STILL_PENDING;
    }

    private int show(FinalState state) {
        Terminal terminal = terminal();
        terminal.painted(json ? JsonLine.of(state.toJson()) : new StateText(terminal.ansi()).of(state));
        return state.succeeded() ? ExitCode.DONE : ExitCode.FINDING;
    }

    private static Duration left(Instant end) {
        Duration left = Duration.between(Instant.now(), end);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private Terminal terminal() {
        return Terminal.of(spec);
    }
}
