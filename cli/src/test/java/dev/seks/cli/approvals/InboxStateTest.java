// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.approvals;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

class InboxStateTest {
    private static final int COLUMNS = 80;
    private static final int ROWS = 24;

    private final InboxState state = new InboxState(new ApprovalText(Ansi.OFF));

    @Test
    void saysThatNothingWaits() {
        assertThat(screen()).startsWith("nothing waits for a person");
        assertThat(state.press(Key.APPROVE)).isEmpty();
        assertThat(state.press(Key.QUIT)).contains(Ask.quit());
    }

    @Test
    void approvesWhatWasSeenInFullAndConfirmed() {
        waits('a', 'b');

        assertThat(state.press(Key.APPROVE)).isEmpty();
        assertThat(screen()).contains("its words", "\"because a\"", "press the key again");
        assertThat(state.press(Key.APPROVE)).isEmpty();
        assertThat(screen()).contains("approve exactly this?");
        assertThat(state.press(Key.YES)).hasValueSatisfying(ask -> {
            assertThat(ask.kind()).isEqualTo(Ask.Kind.APPROVE);
            assertThat(ask.digest()).startsWith("aaaa");
        });
    }

    @Test
    void approvesTheSameForAWhileWhereThatMayBeGranted() {
        state.refresh(List.of(Waiting.grantable(Waiting.request('a', "because a"), 600_000)), 1);
        assertThat(screen()).contains("t approve for 10 min");

        assertThat(state.press(Key.APPROVE_FOR_A_WHILE)).isEmpty();
        assertThat(screen()).contains("grantable  the same for at most 10m and 5 times", "t approve for 10 min");
        assertThat(state.press(Key.APPROVE_FOR_A_WHILE)).isEmpty();
        assertThat(screen()).contains("approve this, and the same for 10 min, at most 5 times?");
        assertThat(state.press(Key.APPROVE_FOR_A_WHILE)).isEmpty();
        assertThat(screen()).contains("not approved");
        state.press(Key.APPROVE_FOR_A_WHILE);

        assertThat(state.press(Key.YES)).hasValueSatisfying(ask -> {
            assertThat(ask.kind()).isEqualTo(Ask.Kind.APPROVE_FOR_A_WHILE);
            assertThat(ask.digest()).startsWith("aaaa");
        });
    }

    @Test
    void offersNoWhileWhereThePolicyLetsNoneOrAShorterOneBe() {
        for (JsonNode entry : List.of(
                Waiting.request('a', "because a"), Waiting.grantable(Waiting.request('a', "because a"), 599_999))) {
            state.refresh(List.of(entry), 1);
            state.press(Key.SHOW);
            assertThat(screen()).doesNotContain("t approve for");

            assertThat(state.press(Key.APPROVE_FOR_A_WHILE)).isEmpty();

            assertThat(screen()).contains("does not let this be granted for 10 minutes");
            assertThat(state.press(Key.YES)).isEmpty();
            state.answered();
        }
    }

    @Test
    void approvesNothingForAWhileWithoutAYes() {
        for (Key key : Key.values()) {
            state.refresh(List.of(Waiting.grantable(Waiting.request('a', "because a"), 600_000)), 1);
            state.press(Key.SHOW);
            screen();
            state.press(Key.APPROVE_FOR_A_WHILE);

            assertThat(state.press(key).isPresent()).as("%s", key).isEqualTo(key == Key.YES);
            state.answered();
        }
    }

    @Test
    void approvesNothingWithoutAYes() {
        for (Key key : Key.values()) {
            waits('a');
            state.press(Key.APPROVE);
            screen();
            state.press(Key.APPROVE);

            assertThat(state.press(key).isPresent()).as("%s", key).isEqualTo(key == Key.YES);
            state.answered();
        }
    }

    @Test
    void decidesNothingOfWhichPartWasNotShown() {
        state.refresh(List.of(Waiting.request('a', "word ".repeat(1_000))), 1);
        state.press(Key.SHOW);
        assertThat(screen()).doesNotContain("approvers");

        assertThat(state.press(Key.DENY)).isEmpty();
        assertThat(screen()).contains("see all of it first");
        assertThat(state.press(Key.APPROVE)).isEmpty();
        assertThat(screen()).doesNotContain("approve exactly this?");

        for (int i = 0; i < 200; i++) {
            state.press(Key.DOWN);
            screen();
        }
        assertThat(screen()).contains("approvers");
        assertThat(state.press(Key.DENY))
                .hasValueSatisfying(ask -> assertThat(ask.kind()).isEqualTo(Ask.Kind.DENY));
    }

    @Test
    void keepsTheChosenOneWhateverOthersDecide() {
        waits('a', 'b', 'c');
        state.press(Key.DOWN);
        assertThat(screen()).contains("> bbbbbbbb");

        waits('b', 'c', 'd');

        assertThat(screen()).contains("> bbbbbbbb");
    }

    @Test
    void leavesWhatIsGoneBeforeAnybodyDecidesAnother() {
        waits('a', 'b');
        state.press(Key.APPROVE);
        screen();
        state.press(Key.APPROVE);

        waits('b');

        assertThat(screen()).contains("was decided or has expired", "> bbbbbbbb");
        assertThat(state.press(Key.YES)).isEmpty();
    }

    @Test
    void staysWithinTheListAndTheScreen() {
        waits('a', 'b');
        state.press(Key.UP);
        assertThat(screen()).contains("> aaaaaaaa");
        for (int i = 0; i < 5; i++) {
            state.press(Key.DOWN);
        }
        assertThat(screen()).contains("> bbbbbbbb");

        List<JsonNode> many = IntStream.range(0, 500)
                .mapToObj(i -> (JsonNode) Waiting.request('a', "").put("requestDigest", String.format("%064d", i)))
                .toList();
        state.refresh(many, 700);
        for (int i = 0; i < 300; i++) {
            state.press(Key.DOWN);
        }
        List<AttributedString> lines = state.lines(COLUMNS, ROWS);
        assertThat(lines)
                .hasSize(ROWS)
                .allSatisfy(line -> assertThat(line.columnLength()).isLessThanOrEqualTo(COLUMNS));
        assertThat(lines.get(0)).hasToString("700 requests wait for a person, 500 shown");
        assertThat(lines).anySatisfy(line -> assertThat(line.toString()).startsWith("> "));
    }

    @Test
    void fitsAnyTerminal() {
        waits('a');
        for (int columns = 1; columns < 200; columns += 7) {
            for (int rows = 1; rows < 60; rows += 5) {
                assertThat(state.lines(columns, rows)).isNotEmpty();
                state.press(Key.SHOW);
                assertThat(state.lines(columns, rows)).isNotEmpty();
                state.press(Key.BACK);
            }
        }
    }

    @Test
    void showsNothingThatATerminalObeys() {
        state.refresh(List.of(Waiting.request('a', "\u001b[2J\u0007\u202e\r")), 1);
        state.press(Key.SHOW);

        assertThat(screen().chars().filter(Character::isISOControl).filter(c -> c != '\n'))
                .isEmpty();
        assertThat(screen()).doesNotContain("\u202e");
    }

    private void waits(char... digits) {
        List<JsonNode> entries = new String(digits)
                .chars()
                .mapToObj(digit -> (JsonNode) Waiting.request((char) digit, "because " + (char) digit))
                .toList();
        state.refresh(entries, entries.size());
    }

    private String screen() {
        return state.lines(COLUMNS, ROWS).stream()
                .map(AttributedString::toString)
                .collect(Collectors.joining("\n"));
    }
}
