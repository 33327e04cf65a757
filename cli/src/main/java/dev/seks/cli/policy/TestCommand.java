// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.policy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seks.broker.decision.Rehearsal;
import dev.seks.broker.policy.PolicyTest;
import dev.seks.cli.fault.EnvironmentFault;
import dev.seks.cli.option.ExitCode;
import dev.seks.cli.option.Terminal;
import dev.seks.schemas.yaml.Fault;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code seks policy test}: whether policies do what their tests say. */
@Command(
        name = "test",
        description = "Run the tests of policy files: those that stand in the file itself, and those of a folder."
                + " Each is one request, held against the rules without limits and grants.",
        sortOptions = false,
        footer = {
            "",
            "A file of the folder is a list of tests as they stand in a policy:",
            "",
            "  - name: nobody deletes",
            "    given: { agent: aeonbyte, service: github, action: repos.delete }",
            "    expect: denied",
            "",
            "Without a catalogue, rules are held against names alone, and a test that depends on a condition fails. Who"
                    + " is in the group operators stands in no file: as many people as needed are assumed.",
            "",
            "Exit codes: 0 all met, 1 one failed or a file is faulty, 2 usage or environment."
        })
final class TestCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Policy files.")
    private List<Path> files = List.of();

    @Option(
            names = "--cases",
            paramLabel = "DIR",
            description = "A folder of YAML files with more tests, for each of the policy files.")
    private @Nullable Path cases;

    @Mixin
    private CatalogueOption catalogue = new CatalogueOption();

    @Option(names = "--json", description = "Print each test in JSON on one line, and a summary for each file.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        CaseFolder folder = cases == null ? CaseFolder.NONE : CaseFolder.read(cases);
        folder.faults().forEach(this::print);
        int code = folder.faults().isEmpty() ? ExitCode.DONE : ExitCode.FINDING;
        for (Path file : files) {
            code = Math.max(code, test(file, folder.tests()));
        }
        return code;
    }

    private int test(Path file, List<PolicyTest> more) {
        Reading reading;
        try {
            reading = catalogue.read(file);
        } catch (EnvironmentFault e) {
            terminal().talk("seks: " + e.getMessage());
            e.hint().ifPresent(hint -> terminal().talk("      " + hint));
            return ExitCode.ENVIRONMENT;
        }
        Trial trial = Trial.of(reading);
        if (trial instanceof Trial.Faulty faulty) {
            faulty.faults().forEach(this::print);
            terminal().talk(file + ": not tested, it is faulty");
            return ExitCode.FINDING;
        }
        if (reading.actions().catalogue().isEmpty()) {
            terminal()
                    .talk("seks: there is no catalogue beside " + file
                            + ", so its rules are held against names alone; --catalogue DIR names one");
        }
        return run(file, (Trial.Ready) trial, more);
    }

    private int run(Path file, Trial.Ready ready, List<PolicyTest> more) {
        List<PolicyTest> tests = new ArrayList<>(ready.policy().tests());
        tests.addAll(more);
        List<Rehearsal.TestResult> results = ready.rehearsal().run(tests);
        int failed = 0;
        for (Rehearsal.TestResult result : results) {
            failed += result.isMet() ? 0 : 1;
            if (json) {
                terminal().data(TestLine.json(result));
            } else if (!result.isMet()) {
                terminal().data(TestLine.text(result));
            }
        }
        summarise(file, results.size(), failed);
        return failed == 0 ? ExitCode.DONE : ExitCode.FINDING;
    }

    private void print(Fault fault) {
        if (json) {
            terminal().data(Remark.of(fault).json());
        } else {
            terminal().data(fault.toString());
        }
    }

    private void summarise(Path file, int tests, int failed) {
        if (json) {
            ObjectNode summary = JsonNodeFactory.instance
                    .objectNode()
                    .put("file", file.toString())
                    .put("tests", tests)
                    .put("failed", failed)
                    .put("ok", failed == 0);
            terminal().data(JsonNodeFactory.instance.objectNode().set("summary", summary));
        } else if (tests > 0) {
            terminal()
                    .talk(file + ": " + tests + (tests == 1 ? " test, " : " tests, ")
                            + (failed == 0 ? "all met" : failed + " failed"));
        }
        if (tests == 0) {
            terminal()
                    .talk(file + ": no tests; they stand under tests: in the file, or in a folder that --cases names");
        }
    }

    private Terminal terminal() {
        return Terminal.of(spec);
    }
}
