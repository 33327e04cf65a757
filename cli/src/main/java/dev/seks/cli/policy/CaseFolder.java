// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.policy;

import dev.seks.broker.policy.PolicyCases;
import dev.seks.broker.policy.PolicyTest;
import dev.seks.cli.fault.EnvironmentFault;
import dev.seks.schemas.yaml.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The tests of a folder of YAML files, and all that is wrong with them. */
record CaseFolder(List<PolicyTest> tests, List<Fault> faults) {
    static final CaseFolder NONE = new CaseFolder(List.of(), List.of());

    /** More files than this are no cases. */
    static final int MAX_FILES = 1_000;

    private static final List<String> SUFFIXES = List.of(".yaml", ".yml");

    CaseFolder {
        tests = List.copyOf(tests);
        faults = List.copyOf(faults);
    }

    /**
     * Reads the files of a folder, sorted by name.
     *
     * @throws EnvironmentFault when it cannot be read, or holds none or too many
     */
    static CaseFolder read(Path folder) {
        List<PolicyTest> tests = new ArrayList<>();
        List<Fault> faults = new ArrayList<>();
        for (Path file : files(folder)) {
            PolicyFile read = PolicyFile.read("cases", file, file.toString());
            if (read instanceof PolicyFile.NoText none) {
                faults.add(none.fault());
                continue;
            }
            PolicyCases.Result result = PolicyCases.load(((PolicyFile.Text) read).source());
            if (result instanceof PolicyCases.Loaded loaded) {
                tests.addAll(loaded.tests());
            } else {
                faults.addAll(((PolicyCases.Faulty) result).faults());
            }
        }
        return new CaseFolder(tests, faults);
    }

    private static List<Path> files(Path folder) {
        List<Path> files;
        try (Stream<Path> found = Files.list(folder)) {
            files = found.filter(file -> SUFFIXES.stream().anyMatch(file.toString()::endsWith))
                    .limit(MAX_FILES + 1)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw EnvironmentFault.because("folder of cases " + folder + " cannot be read", e)
                    .hint("--cases takes a folder of YAML files, each a list of tests");
        }
        if (files.isEmpty() || files.size() > MAX_FILES) {
            throw EnvironmentFault.of("folder of cases " + folder + " holds "
                    + (files.isEmpty() ? "no .yaml file" : "more than " + MAX_FILES + " files")
                    + ", expected YAML files, each a list of tests");
        }
        return files;
    }
}
