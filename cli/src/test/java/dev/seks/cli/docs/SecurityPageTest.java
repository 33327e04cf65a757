// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each promise of SECURITY.md names tests, and each of them is there and is run. */
class SecurityPageTest {
    private static final Path PAGE = MarkdownPages.ROOT.resolve("SECURITY.md");
    private static final Pattern PROMISE = Pattern.compile("(?s)^- \\*\\*([PR]\\d+)\\*\\* .*");
    private static final Pattern EVIDENCE = Pattern.compile("\\[`(\\w+)\\.(\\w+)`]\\(([^)]+)\\)");
    private static final Pattern ANNOTATED = Pattern.compile("(?m)^ +@(Parameterized|Repeated)?Test\\b");

    static List<String> promises() {
        return Arrays.stream(MarkdownPages.text(PAGE).split("\n(?=- |\n)"))
                .filter(text -> PROMISE.matcher(text).matches())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("promises")
    void isHeldByTestsThatAreThere(String promise) {
        assertThat(evidence(promise))
                .isNotEmpty()
                .allSatisfy(test ->
                        assertThat(isRun(test)).as("%s is a test", test.group()).isTrue());
    }

    @Test
    void everyPromiseIsThereOrSaidNotToBe() {
        Stream<String> planned = Stream.concat(numbered("P", 15), numbered("R", 6));

        assertThat(planned.filter(number -> !MarkdownPages.text(PAGE).contains("**" + number + "**")))
                .containsExactly("P13")
                .allSatisfy(missing -> assertThat(MarkdownPages.text(PAGE).split("## What we do not promise")[1])
                        .contains(missing));
    }

    @Test
    void seesWhatIsNoTest() {
        String here = "cli/src/test/java/dev/seks/cli/docs/SecurityPageTest.java";
        String text = "[`SecurityPageTest.seesWhatIsNoTest`](%1$s) [`SecurityPageTest.promises`](%1$s)"
                + " [`OtherTest.seesWhatIsNoTest`](%1$s) [`SecurityPageTest.nowhere`](%1$s)";

        assertThat(evidence(text.formatted(here)))
                .extracting(SecurityPageTest::isRun)
                .containsExactly(true, false, false, false);
    }

    private static Stream<String> numbered(String letter, int last) {
        return IntStream.rangeClosed(1, last).mapToObj(number -> letter + number);
    }

    private static List<MatchResult> evidence(String text) {
        return EVIDENCE.matcher(text).results().toList();
    }

    private static boolean isRun(MatchResult test) {
        Path file = MarkdownPages.ROOT.resolve(test.group(3));
        if (!file.endsWith(test.group(1) + ".java") || !Files.exists(file)) {
            return false;
        }
        String text = MarkdownPages.text(file);
        int method = text.indexOf(" void " + test.group(2) + "(");
        return method >= 0
                && ANNOTATED
                        .matcher(text.substring(text.lastIndexOf("}\n", method) + 1, method))
                        .find();
    }
}
