// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import static dev.seks.broker.policy.PolicyText.faults;
import static dev.seks.broker.policy.PolicyText.loaded;
import static dev.seks.broker.policy.PolicyText.withRules;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.seks.schemas.catalogue.ActionCatalogue;
import dev.seks.schemas.yaml.SourceFile;
import dev.seks.schemas.yaml.YamlReader;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are written to hurt: refused in bounded time and memory, with a fault that says what to do. */
class HostilePolicyTest {
    private static final long MIB = 1024 * 1024;
    private static final String LONG = "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz-";

    /** Each as large as a file may be, and of a kind that some reader takes quadratic time or worse for. */
    static Stream<Named<String>> large() {
        return Stream.of(
                Named.of("lists in lists", filled("", "[", "")),
                Named.of("mappings in mappings", filled("a: ", "{a: ", "")),
                Named.of("mappings as keys", filled("", "? ", "")),
                Named.of("colons", filled("a", ": ", "")),
                Named.of("stars", filled("version: 1\nx: [", "*.a, ", "]")),
                Named.of("stars at the end", filled("version: 1\nx: [", "a, ", "*a, *b, *c.d, *.e, *.f, *.g]")),
                Named.of("anchors", filled("x: [", "&a b, ", "]")),
                Named.of("aliases", filled("x: &a [a, a, a, a]\ny: [", "*a, ", "]")),
                Named.of("tags", filled("x: [", "!x y, ", "]")),
                Named.of("a quote without an end", filled("a: \"", "x ", "")),
                Named.of("one comment", filled("a: b\n#", "x", "")),
                Named.of("one word", filled("version: 1\nagents: {}\ndomain: ", "x", "")),
                Named.of("one blank", filled("a: b", " ", "c")),
                Named.of("documents", filled("", "---\n", "")),
                Named.of("the same key", filled("version: 1\nagents: {", "a: {}, ", "}")),
                Named.of("unknown keys", filled("version: 1\nagents: { a: {", "servces: x, ", "} }")),
                Named.of(
                        "unknown people",
                        "version: 1\nagents: {}\npeople:\n" + names(1_000, ": {}\n") + "groups:\n"
                                + IntStream.range(0, 200)
                                        .mapToObj(i -> "  g" + i + ": [" + LONG + "q" + i + ", " + list(i, 99) + "]\n")
                                        .collect(Collectors.joining())),
                Named.of(
                        "unknown roles",
                        "version: 1\nroles:\n" + names(1_000, ": {}\n") + "agents:\n"
                                + IntStream.range(0, 600)
                                        .mapToObj(i -> "  a" + i + ": { extends: [" + list(i, 49) + "] }\n")
                                        .collect(Collectors.joining())));
    }

    private static String names(int count, String after) {
        return IntStream.range(0, count).mapToObj(i -> "  r" + LONG + i + after).collect(Collectors.joining());
    }

    private static String list(int row, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "q" + LONG + (row * 100 + i))
                .collect(Collectors.joining(", "));
    }

    private static String filled(String head, String unit, String tail) {
        return head + unit.repeat((YamlReader.MAX_BYTES - head.length() - tail.length()) / unit.length()) + tail;
    }

    // the time is a guard against work that explodes, which takes minutes, and measures nothing
    @Timeout(60)
    @ParameterizedTest(name = "{0}")
    @MethodSource("large")
    void refusesTheLargestFilesOfEveryBadKind(String text) {
        List<String> faults = faults(text);

        assertThat(faults)
                .isNotEmpty()
                .hasSizeLessThanOrEqualTo(201)
                .allSatisfy(fault -> assertThat(fault)
                        .matches("p\\.yaml:[0-9]+:[0-9]+: .*")
                        .hasSizeLessThan(600)
                        .doesNotContain("org.yaml", "Exception"));
    }

    /** A decision names every limit that was looked at. */
    @Test
    void refusesMorePatternsOfLimitsThanADecisionCouldName() {
        String head = "version: 1\nagents: {}\nrate_limits:\n  per_action:\n";
        String most = IntStream.rangeClosed(1, Language.MAX_LIMIT_PATTERNS)
                .mapToObj(i -> "    \"*.a" + i + "\": { requests_per_day: 1 }\n")
                .collect(Collectors.joining());

        assertThat(loaded(head + most + "    s.a: { requests_per_day: 1 }\n")).isNotNull();
        assertThat(faults(head + most + "    \"s.*\": { requests_per_day: 1 }\n"))
                .containsExactly("p.yaml:37:5: more than 32 patterns in rate_limits.per_action");
    }

    @Test
    void readsNothingOfAFileThatIsTooLarge() {
        String text = "version: 1\nagents: {}\n#" + "x".repeat(50_000_000);

        long allocated = allocatedBy(() -> assertThat(faults(text))
                .containsExactly("p.yaml:1:1: file is too large, expected at most 2097152 bytes"));

        assertThat(allocated).isLessThan(MIB);
    }

    @Test
    void neverExpandsAnAnchorBomb() {
        String bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
                + IntStream.range(1, 12)
                        .mapToObj(i -> "a" + i + ": &a" + i + " [" + ("*a" + (i - 1) + ", ").repeat(4) + "*a" + (i - 1)
                                + "]\n")
                        .collect(Collectors.joining());

        long allocated = allocatedBy(() -> assertThat(faults(bomb))
                .singleElement()
                .asString()
                .endsWith("more than " + YamlReader.MAX_NODES + " values in one file"));

        assertThat(allocated).isLessThan(8 * MIB);
    }

    @Test
    void countsWhatFewAliasesOfMuchExpandTo() {
        String much = "[" + "x, ".repeat(20_000) + "x]";

        assertThat(faults("a: &a " + much + "\nb: [" + "*a, ".repeat(40) + "x]\n"))
                .singleElement()
                .asString()
                .endsWith("more than " + YamlReader.MAX_NODES + " values in one file");
    }

    @Test
    void refusesWhatRefersToItself() {
        assertThat(faults("version: 1\nagents: &a { a: *a }\n"))
                .containsExactly(
                        "p.yaml:2:17: *a is a YAML alias without an anchor, to write a pattern quote it: \"*a\"");
    }

    @Test
    void compilesManyAgentsWithManyServicesOfTheirOwnInBoundedMemory() {
        String text = "version: 1\nagents:\n"
                + IntStream.range(0, 300)
                        .mapToObj(agent -> "  a" + agent + ": {services: {"
                                + IntStream.range(0, 250)
                                        .mapToObj(service -> "s" + (agent * 250 + service) + ": {allow: [x]}")
                                        .collect(Collectors.joining(", "))
                                + "}}\n")
                        .collect(Collectors.joining());
        Policy policy = loaded(text);
        CompiledPolicy compiled = policy.compile(ActionCatalogue.empty());

        assertThat(compiled.rule("a0", "s7", "x").kind()).isEqualTo(Ruling.Kind.ALLOWED);
        assertThat(compiled.rule("a299", "s74999", "x").kind()).isEqualTo(Ruling.Kind.ALLOWED);
        assertThat(compiled.rule("a299", "s74999", "y").kind()).isEqualTo(Ruling.Kind.NO_RULE);
        assertThat(compiled.rule("a299", "s7", "x").kind()).isEqualTo(Ruling.Kind.UNKNOWN_SERVICE);
        assertThat(allocatedBy(() -> policy.compile(ActionCatalogue.empty()))).isLessThan(128 * MIB);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "on",
                "off",
                "yes",
                "no",
                "NO",
                "Yes",
                "true",
                "False",
                "012",
                "0x1F",
                "1_000",
                "1:30",
                "1e3",
                ".5",
                "2026-01-05",
                "7",
                "-1",
                ".inf"
            })
    void wantsQuotesAroundWhatYamlMayTakeForSomethingElse(String word) {
        assertThat(faults("version: 1\nagents: {}\ndomain: " + word + "\n"))
                .containsExactly("p.yaml:3:9: domain is " + word + ", expected text, quote it: \"" + word + "\"");
        assertThat(faults("version: 1\nagents:\n  " + word + ": {}\n"))
                .first()
                .isEqualTo("p.yaml:3:3: " + word + " is not read as text by every YAML reader, quote it: \"" + word
                        + "\"");
        assertThat(faults(withRules("allow: [" + word + "]")))
                .containsExactly("p.yaml:6:17: pattern is " + word + ", expected text, quote it: \"" + word + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"010", "0o17", "0x1F", "1_000", "1:30", "1e3", "10.0", "+5", "\"5\"", "five", "true"})
    void takesOnlyPlainDecimalsForNumbers(String number) {
        assertThat(faults("version: 1\nagents: {}\nrate_limits: { global: { requests_per_day: " + number + " } }\n"))
                .singleElement()
                .asString()
                .isEqualTo("p.yaml:3:44: requests_per_day is " + number
                        + ", expected a whole number from 0 to 1000000000");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    !!str acme                | a YAML tag, expected a plain value
                    !!python/object:os.system | a YAML tag, expected a plain value
                    !<tag:yaml.org,2002:str> x | a YAML tag, expected a plain value
                    ! x                       | a YAML tag, expected a plain value
                    """)
    void refusesTags(String value, String fault) {
        assertThat(faults("version: 1\nagents: {}\ndomain: " + value + "\n")).contains("p.yaml:3:9: " + fault);
    }

    @Test
    void takesAKeyInQuotesForTheSameKey() {
        assertThat(faults("version: 1\nagents:\n  a: {}\n  \"a\": {}\n  'a': {}\n"))
                .containsExactly(
                        "p.yaml:4:3: duplicate key \"a\", first on line 3",
                        "p.yaml:5:3: duplicate key \"a\", first on line 3");
    }

    @Test
    void mergesNothing() {
        assertThat(faults("version: 1\nagents:\n  a: &a { services: {} }\n  b: { <<: *a }\n"))
                .singleElement()
                .asString()
                .startsWith("p.yaml:4:8: unknown key << in agents.b");
    }

    private static long allocatedBy(Runnable work) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Policy.load(new SourceFile("p.yaml", "version: 1\nagents: {}\n"));
        work.run();
        long before = threads.getCurrentThreadAllocatedBytes();
        work.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}
