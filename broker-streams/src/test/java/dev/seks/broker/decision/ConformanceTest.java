// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.schemas.record.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Runs the cases of {@code tests/conformance} through the state machine, from the bytes of the log. */
class ConformanceTest {
    private static final Path FOLDER = Path.of("../tests/conformance/cases");
    private static final int LEAST_CASES = 150;

    /** What comes of records, keys, clocks and operators rather than of the policy's text. */
    private static final Set<Reason> NOT_OF_THE_LANGUAGE = EnumSet.of(
            Reason.MISROUTED,
            Reason.NOT_AUTHENTICATED,
            Reason.REPLAY_CONFLICT,
            Reason.STALE,
            Reason.FROZEN,
            Reason.NO_POLICY,
            Reason.CANCELLED,
            Reason.ACTION_CHANGED,
            Reason.ALLOWED_BY_GRANT,
            Reason.INTERNAL_ERROR);

    static List<ConformanceCase> cases() throws IOException {
        List<ConformanceCase> cases = new ArrayList<>();
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.sorted().toList()) {
                cases.addAll(ConformanceCase.in(file));
            }
        }
        return cases;
    }

    @TestFactory
    Stream<DynamicContainer> themes() throws IOException {
        List<ConformanceCase> cases = cases();
        return cases.stream()
                .map(ConformanceCase::theme)
                .distinct()
                .map(theme -> DynamicContainer.dynamicContainer(
                        theme,
                        cases.stream()
                                .filter(one -> one.theme().equals(theme))
                                .map(one -> DynamicTest.dynamicTest(
                                        theme + ": " + one.name(), () -> new ConformanceRun(one).run()))));
    }

    @Test
    void areManyAndNamedApart() throws IOException {
        List<String> names =
                cases().stream().map(one -> one.theme() + ": " + one.name()).toList();

        assertThat(names).hasSizeGreaterThanOrEqualTo(LEAST_CASES).doesNotHaveDuplicates();
        System.out.println(names.size() + " cases");
    }

    @Test
    void expectEveryReasonThatThePolicyCanLeadTo() throws IOException {
        Set<Reason> expected = new TreeSet<>();
        cases().forEach(one -> one.reasons().forEach(reason -> expected.add(Reason.valueOf(reason))));

        assertThat(expected).containsExactlyInAnyOrderElementsOf(EnumSet.complementOf(copy(NOT_OF_THE_LANGUAGE)));
    }

    private static EnumSet<Reason> copy(Set<Reason> reasons) {
        return EnumSet.copyOf(reasons);
    }
}
