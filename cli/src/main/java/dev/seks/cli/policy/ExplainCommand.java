// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.policy;

import dev.seks.broker.policy.PolicyTest;
import dev.seks.cli.option.ExitCode;
import dev.seks.cli.option.ParamsOption;
import dev.seks.cli.option.Terminal;
import dev.seks.cli.option.TimeOption;
import dev.seks.schemas.catalogue.Names;
import dev.seks.schemas.record.Reason;
import dev.seks.schemas.yaml.Suggestion;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code seks policy explain}: what a policy says to one request, and why every other rule did not decide. */
@Command(
        name = "explain",
        description = "See what a policy would decide about one request, by which rule, and why each other rule of that"
                + " agent and service did not decide.",
        sortOptions = false,
        footer = {
            "",
            "  ./seks policy explain seks-policy.yaml --agent aeonbyte --service github --action repos.delete",
            "",
            "Grants, freezes and what is used of limits are not looked at. Without a catalogue, rules are held against"
                    + " names alone.",
            "",
            "Exit codes: 0 decided, whatever the decision, 1 the policy is faulty, 2 usage or environment."
        })
final class ExplainCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The policy file.")
    private Path file = Path.of("");

    @Option(names = "--agent", paramLabel = "AGENT", required = true, description = "Who asks.")
    private String agent = "";

    @Option(names = "--service", paramLabel = "SERVICE", required = true, description = "Which service.")
    private String service = "";

    @Option(names = "--action", paramLabel = "ACTION", required = true, description = "Which action.")
    private String action = "";

    @Option(
            names = "--params",
            paramLabel = "JSON",
            description = "The parameters as a JSON object; @FILE reads a file, - standard input. Default: none.")
    private @Nullable String params;

    @Option(names = "--reason", paramLabel = "TEXT", description = "What the agent says. Default: nothing.")
    private String reason = "";

    @Option(
            names = "--at",
            paramLabel = "TIME",
            converter = TimeOption.class,
            description = "When it is asked, e.g. 2026-01-31T09:30:00Z. Default: now.")
    private @Nullable Instant at;

    @Mixin
    private CatalogueOption catalogue = new CatalogueOption();

    @Option(names = "--all", description = "Show every other rule, not the first few.")
    private boolean all;

    @Option(names = "--json", description = "Print it as one line of JSON.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        require(Names.isAgent(agent), "--agent", agent);
        require(Names.isService(service), "--service", service);
        require(Names.isAction(action), "--action", action);
        Reading reading = catalogue.read(file);
        Trial trial = Trial.of(reading);
        if (trial instanceof Trial.Faulty faulty) {
            faulty.faults().forEach(fault -> terminal().data(fault.toString()));
            return ExitCode.FINDING;
        }
        if (reading.actions().catalogue().isEmpty()) {
            terminal()
                    .talk("seks: there is no catalogue beside " + file
                            + ", so rules are held against names alone; --catalogue DIR names one");
        }
        return explain((Trial.Ready) trial);
    }

    private int explain(Trial.Ready ready) {
        String object = params == null ? "{}" : ParamsOption.text(params, List.of(), System.in);
        PolicyTest.Question question = new PolicyTest.Question(agent, service, action, object, reason);
        Instant when = at == null ? Instant.now().truncatedTo(ChronoUnit.MILLIS) : at;
        Explanation explanation = Explanation.of(ready.rehearsal(), question, when);
        Terminal terminal = terminal();
        if (json) {
            terminal.data(explanation.json(all));
        } else {
            new ExplanationText(terminal.ansi(), all).of(explanation).forEach(terminal::painted);
        }
        if (explanation.answer().reason() == Reason.INVALID_PARAMS && params == null) {
            terminal.talk("seks: no parameters are given; --params takes a JSON object");
        }
        if (explanation.answer().reason() == Reason.UNKNOWN_AGENT) {
            String meant = Suggestion.didYouMean(agent, ready.policy().agentNames());
            terminal.talk("seks: there is no agent " + agent + meant);
        }
        return explanation.answer().reason() == null ? ExitCode.ENVIRONMENT : ExitCode.DONE;
    }

    private void require(boolean fits, String option, String value) {
        if (!fits) {
            throw terminal()
                    .wrong(option + " '" + value + "', expected lower-case ASCII letters, digits, _ and -"
                            + (option.equals("--action") ? ", joined by dots" : ""));
        }
    }

    private Terminal terminal() {
        return Terminal.of(spec);
    }
}
