// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.audit;

import dev.seks.cli.fault.EnvironmentFault;
import dev.seks.cli.option.ClusterOptions;
import dev.seks.cli.option.ExitCode;
import dev.seks.cli.option.JsonLine;
import dev.seks.cli.option.Terminal;
import dev.seks.client.FinalState;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code seks audit log}: one line per request, with its newest state. */
@Command(
        name = "log",
        description = "See one line per request, with its newest state, oldest first.",
        footer = {"", "With --follow a request appears again when it begins to wait and when it ends."})
final class AuditLogCommand implements Callable<Integer> {
    @Mixin
    private TimelineFilter filter = new TimelineFilter();

    @Mixin
    private Newest<FinalState> newest = new Newest<>();

    @Option(names = "--json", description = "Print one final state in JSON per line.")
    private boolean json;

    @Mixin
    private ClusterOptions where = new ClusterOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        newest.check(terminal().spec().commandLine(), filter.until());
        try (TimelineReader reader = new TimelineReader(where.cluster(), filter, this::tell)) {
            reader.read();
            newest.endPast(this::print);
            reader.untold().ifPresent(untold -> terminal().talk("seks: " + untold));
            if (newest.follows()) {
                reader.follow(terminal()::isRead);
            }
            return ExitCode.DONE;
        } catch (KafkaException | IllegalStateException e) {
            throw EnvironmentFault.ofLog(e);
        }
    }

    private void tell(FinalState state) {
        boolean belongs = where.domain()
                .filter(domain -> !domain.equals(state.decision().getDomain()))
                .isEmpty();
        if (belongs) {
            newest.take(state, this::print);
        }
    }

    private void print(FinalState state) {
        Terminal terminal = terminal();
        terminal.painted(json ? JsonLine.of(state.toJson()) : new TimelineLine(terminal.ansi()).of(state));
    }

    private Terminal terminal() {
        return Terminal.of(spec);
    }
}
