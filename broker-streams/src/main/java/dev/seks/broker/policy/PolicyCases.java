// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import dev.seks.schemas.yaml.Fault;
import dev.seks.schemas.yaml.Faults;
import dev.seks.schemas.yaml.SourceFile;
import dev.seks.schemas.yaml.YamlNode;
import dev.seks.schemas.yaml.YamlReader;
import java.util.List;

/** Tests in a file of their own: a list, each as it would stand under {@code tests} of a policy. */
public final class PolicyCases {
    static final String PATH = "cases";

    private PolicyCases() {}

    /** What reading such a file came to. */
    public sealed interface Result {}

    /** The file is right. */
    public record Loaded(List<PolicyTest> tests) implements Result {
        public Loaded {
            tests = List.copyOf(tests);
        }
    }

    /** The file is wrong; all faults, by line and column. */
    public record Faulty(List<Fault> faults) implements Result {
        public Faulty {
            faults = List.copyOf(faults);
        }
    }

    /** Reads such a file strictly. */
    public static Result load(SourceFile file) {
        Faults faults = new Faults();
        YamlNode root = YamlReader.read(file, faults);
        List<YamlNode> fitting = root == null ? List.of() : new FormReader(faults).readTests(root);
        List<PolicyTest> tests = new TestLoader(faults).tests(PATH, fitting);
        return faults.isEmpty() ? new Loaded(tests) : new Faulty(faults.sorted());
    }
}
