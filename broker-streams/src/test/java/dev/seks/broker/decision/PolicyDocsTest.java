// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.broker.condition.Variable;
import dev.seks.broker.policy.CompiledPolicy;
import dev.seks.broker.policy.Policy;
import dev.seks.broker.policy.Ruling;
import dev.seks.schemas.catalogue.Effect;
import dev.seks.schemas.yaml.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every policy of the pages for whoever writes one is right, its tests are met, and what the pages show comes of it. */
class PolicyDocsTest {
    private static final String GUIDE = "policy-guide.md";
    private static final String RECIPES = "recipes.md";
    private static final String CURE =
            "the page shows something else; run mvn -pl broker-streams -am test -Dtest=PolicyDocsTest -Dregenerate";

    /** Marks a policy that has faults. */
    private static final String FAULTY = "faulty";

    /** Marks a policy of which something is most likely not meant. */
    private static final String DOUBTFUL = "doubtful";

    /** Marks a policy whose tests are not all met. */
    private static final String UNMET = "unmet";

    static Stream<Arguments> policies() throws IOException {
        List<Arguments> policies = new ArrayList<>();
        for (String page : List.of(GUIDE, RECIPES)) {
            for (DocPage.Part part : DocPage.parts(Files.readString(file(page)))) {
                if (part.kind() == DocPage.Kind.POLICY) {
                    policies.add(Arguments.of(page + " line " + part.line(), part));
                }
            }
        }
        return policies.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("policies")
    void policyIsWhatItsMarkSays(String where, DocPage.Part part) {
        Optional<CompiledPolicy> compiled = DocStory.compiled(part.text());
        boolean doubtful = DocStory.check(part.text()).contains(": warning: ");

        assertThat(part.mark()).isIn("", FAULTY, DOUBTFUL, UNMET);
        assertThat(compiled.isEmpty())
                .as("%s: %s", where, DocStory.check(part.text()))
                .isEqualTo(part.mark().equals(FAULTY));
        assertThat(doubtful)
                .as("%s: %s", where, DocStory.check(part.text()))
                .isEqualTo(part.mark().equals(DOUBTFUL));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("policies")
    void policyShowsByItsOwnTestsWhatItDoes(String where, DocPage.Part part) {
        if (part.mark().equals(FAULTY)) {
            return;
        }
        List<Rehearsal.TestResult> results = results(part.text());

        assertThat(results).as(where).isNotEmpty();
        assertThat(results.stream().filter(result -> !result.isMet()).toList())
                .as(where)
                .matches(unmet -> unmet.isEmpty() != part.mark().equals(UNMET));
    }

    @ParameterizedTest
    @ValueSource(strings = {GUIDE, RECIPES})
    void pageShowsWhatComesOfItsPolicies(String page) throws IOException {
        String committed = Files.readString(file(page));
        StringBuilder played = new StringBuilder();
        DocStory story = new DocStory();
        String policy = "";
        for (DocPage.Part part : DocPage.parts(committed)) {
            policy = part.kind() == DocPage.Kind.POLICY ? part.text() : policy;
            played.append(
                    switch (part.kind()) {
                        case PROSE, POLICY -> part.raw();
                        case CHECK -> part.holding(DocStory.check(policy));
                        case PLAY -> part.holding(story.play(policy, part.text()));
                    });
        }
        if (System.getProperty("regenerate") != null) {
            Files.writeString(file(page), played);
        }

        assertThat(Files.readString(file(page))).as(CURE).isEqualTo(played.toString());
    }

    /** What is marked as faulty or doubtful is followed by what is said about it, or the page would tell nothing. */
    @ParameterizedTest
    @ValueSource(strings = {GUIDE, RECIPES})
    void pageTellsWhatIsWrongWithWhatIsWrong(String page) throws IOException {
        List<DocPage.Part> blocks = DocPage.parts(Files.readString(file(page))).stream()
                .filter(part -> part.kind() != DocPage.Kind.PROSE)
                .toList();

        for (int i = 0; i < blocks.size(); i++) {
            if (List.of(FAULTY, DOUBTFUL).contains(blocks.get(i).mark())) {
                assertThat(blocks.get(i + 1).kind())
                        .as("the block after line %d of %s", blocks.get(i).line(), page)
                        .isEqualTo(DocPage.Kind.CHECK);
            }
        }
    }

    @Test
    void pagesHoldManyPolicies() throws IOException {
        assertThat(policies()).hasSizeGreaterThanOrEqualTo(30);
    }

    @Test
    void guideTellsRightWhatPatternsMatch() throws IOException {
        String table = section(GUIDE, "## Patterns");
        List<String> rows = table.lines().filter(line -> line.startsWith("| `")).toList();

        assertThat(rows).hasSizeGreaterThanOrEqualTo(4);
        for (String row : rows) {
            String[] cells = row.split("\\|");
            String pattern = names(cells[1]).get(0);
            names(cells[2])
                    .forEach(name -> assertThat(matches(pattern, name))
                            .as("%s %s", pattern, name)
                            .isTrue());
            names(cells[3])
                    .forEach(name -> assertThat(matches(pattern, name))
                            .as("%s %s", pattern, name)
                            .isFalse());
        }
    }

    @Test
    void guideNamesAllThatAConditionSees() throws IOException {
        String table = section(GUIDE, "### What a condition sees");

        for (Variable variable : Variable.values()) {
            assertThat(table).contains('`' + variable.word() + '`');
        }
        for (Effect effect : Effect.values()) {
            assertThat(table).contains('`' + effect.word() + '`');
        }
    }

    private static String section(String page, String heading) throws IOException {
        String text = Files.readString(file(page));
        int begin = text.indexOf(heading + "\n");
        assertThat(begin).as(heading).isNotNegative();
        int end = text.indexOf("\n#", begin + heading.length());
        return text.substring(begin, end < 0 ? text.length() : end);
    }

    /** What stands between backticks. */
    private static List<String> names(String cell) {
        return Pattern.compile("`([^`]+)`")
                .matcher(cell)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private static boolean matches(String pattern, String action) {
        String text = "version: 1\nagents: { a: { services: { s: { deny: [\"" + pattern + "\"] } } } }\n";
        CompiledPolicy policy = DocStory.compiled(text).orElseThrow();
        return policy.rule("a", "s", action).kind() == Ruling.Kind.DENIED;
    }

    private static List<Rehearsal.TestResult> results(String text) {
        Policy policy = ((Policy.Loaded) Policy.load(new SourceFile(DocStory.FILE, text))).policy();
        return new Rehearsal(policy.compile(DocStory.catalogue()), DocStory.catalogue(), DocStory.OPERATORS)
                .run(policy);
    }

    private static Path file(String page) {
        return Path.of("../docs").resolve(page);
    }
}
