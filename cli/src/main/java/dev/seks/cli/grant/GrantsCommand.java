// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.grant;

import dev.seks.cli.control.Operator;
import dev.seks.cli.control.OrderFate;
import dev.seks.cli.control.ReasonOption;
import dev.seks.cli.fault.EnvironmentFault;
import dev.seks.cli.option.Cluster;
import dev.seks.cli.option.ExitCode;
import dev.seks.cli.option.Handle;
import dev.seks.cli.option.JsonLine;
import dev.seks.cli.option.Terminal;
import dev.seks.schemas.grant.GivenGrant;
import dev.seks.schemas.grant.GrantState;
import dev.seks.schemas.record.ControlKind;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code seks grants}: what agents may do without asking again, and how to end it. */
@Command(
        name = "grants",
        description = "See what agents may do without asking people again, and end it.",
        footer = {
            "",
            "  ./seks grants                      what holds now",
            "  ./seks grants list --all           and what has ended",
            "  ./seks grants show 3fa9c2d1        one grant",
            "  ./seks grants revoke 3fa9c2d1      it covers nothing any more",
            "",
            "What a grant has let through before it is revoked runs; a freeze stops that too.",
            "",
            "Exit codes: 0 done, 1 not found or refused, 2 usage or environment, 3 not yet taken up."
        })
public final class GrantsCommand implements Callable<Integer> {
    /** What is done. */
    enum Verb {
        LIST,
        SHOW,
        REVOKE;

        @Override
        public String toString() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    @Parameters(index = "0", arity = "0..1", defaultValue = "list", description = "${COMPLETION-CANDIDATES}")
    private Verb verb = Verb.LIST;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "H",
            description = "The grant: its id, which is the digest of the request it came with, or the beginning of it.")
    private @Nullable String handle;

    @Option(names = "--all", description = "List those that have ended too.")
    private boolean all;

    @Option(names = "--agent", paramLabel = "A", description = "List those of this agent alone.")
    private @Nullable String agent;

    @Mixin
    private ReasonOption reason = new ReasonOption();

    @Option(names = "--json", description = "Print one line of JSON for each grant, or for what became of the order.")
    private boolean json;

    @Mixin
    private Operator operator = new Operator();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        String why = reason.of(terminal());
        if (verb != Verb.LIST && handle == null) {
            throw terminal().wrong("no grant to " + verb + ", expected its id or the beginning of it");
        }
        String prefix = verb == Verb.LIST ? "" : Handle.parse(String.valueOf(handle));
        Cluster cluster = operator.cluster();
        List<GivenGrant> grants = read(cluster);
        return switch (verb) {
            case LIST -> list(grants, cluster);
            case SHOW, REVOKE -> one(cluster, grants, prefix, why);
        };
    }

    private static List<GivenGrant> read(Cluster cluster) {
        try {
            return GrantReader.read(cluster);
        } catch (KafkaException | IllegalStateException e) {
            throw EnvironmentFault.ofLog(e);
        }
    }

    private int list(List<GivenGrant> grants, Cluster cluster) {
        Instant now = Instant.now();
        List<GivenGrant> shown = grants.stream()
                .filter(grant -> all || grant.state(now) == GrantState.LIVE)
                .filter(grant -> agent == null || agent.equals(grant.origin().agent()))
                .toList();
        shown.forEach(this::print);
        if (shown.isEmpty()) {
            talk("no grant " + (all ? "was ever given" : "holds") + " in domain " + cluster.domain());
        }
        return ExitCode.DONE;
    }

    private int one(Cluster cluster, List<GivenGrant> grants, String prefix, @Nullable String why) {
        List<GivenGrant> found =
                grants.stream().filter(grant -> grant.id().startsWith(prefix)).toList();
        if (found.size() > 1) {
            throw EnvironmentFault.of(prefix + " is the beginning of several grants' ids, expected of one: "
                    + found.stream().map(GivenGrant::id).collect(Collectors.joining(", ")));
        }
        if (found.isEmpty()) {
            talk("no grant " + prefix + " is in domain " + cluster.domain());
            return ExitCode.FINDING;
        }
        if (verb == Verb.SHOW) {
            print(found.get(0));
            return ExitCode.DONE;
        }
        return revoke(cluster, found.get(0), why);
    }

    /** Whatever the log says of the grant: only the broker's word counts, and it takes an order that is for nothing. */
    private int revoke(Cluster cluster, GivenGrant grant, @Nullable String why) {
        OrderFate fate = operator.give(
                cluster,
                ControlKind.REVOKE_GRANT,
                order -> order.setGrantId(grant.id())
                        .setAgent(grant.origin().agent())
                        .setComment(why));
        return fate.print(terminal(), json);
    }

    private void print(GivenGrant grant) {
        Instant now = Instant.now();
        terminal().painted(json ? JsonLine.of(GrantText.json(grant, now)) : GrantText.line(grant, now));
    }

    private void talk(String line) {
        terminal().talk("seks: " + line);
    }

    private Terminal terminal() {
        return Terminal.of(spec);
    }
}
