// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seks.broker.limit.LimitOutcome.Admitted;
import dev.seks.broker.limit.LimitOutcome.Held;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LimiterTest {

    private static final long T =
            1_700_000_040_000L; // the start of a minute, and so of a bucket of every period up to it

    @ParameterizedTest
    @CsvSource({
        // window, first admission after T, second after T, admitted
        "60000, 0, 59999, false",
        "60000, 0, 60000, false",
        "60000, 0, 60998, false",
        "60000, 0, 60999, true",
        "60000, 999, 60998, false",
        "60000, 999, 60999, true",
        "60000, 1000, 61998, false",
        "60000, 1000, 61999, true",
        "1000, 0, 1018, false",
        "1000, 0, 1019, true",
        "1000, 19, 1018, false",
        "1000, 19, 1019, true",
        "1000, 20, 1019, false",
        "60, 0, 59, false",
        "60, 0, 60, true",
        "3600000, 0, 3659998, false",
        "3600000, 0, 3659999, true"
    })
    void forgetsABucketWhenItsLastMillisecondHasLeftTheWindow(long windowMs, long first, long second, boolean admits) {
        // given
        List<Limit> limits = List.of(new Limit("limit", "key", 1, windowMs));
        Book book = admitted(limits, Book.EMPTY, T + first, 1);

        // when
        LimitOutcome outcome = check(limits, book, T + second, 1);

        // then
        assertThat(outcome instanceof Admitted).isEqualTo(admits);
    }

    @Test
    void tellsWhatWasUsedBeforeTheRequest() {
        // given
        List<Limit> limits = perMinute(3);
        Book book = admitted(limits, Book.EMPTY, T, 2);

        // when
        LimitOutcome outcome = check(limits, book, T + 1, 1);

        // then
        assertThat(outcome.looks()).containsExactly(new Look("per minute", "agent", 2, 1, 3, 60_000));
    }

    @Test
    void countsNothingAnywhereWhenOneLimitHasNoRoom() {
        // given
        List<Limit> global = List.of(new Limit("global", "global", 100, 60_000));
        List<Limit> agent = perMinute(1);
        Admitted before = (Admitted) Checks.check(global, agent, Book.EMPTY, Book.EMPTY, T, 1);
        byte[] sharedBytes = before.books().get(0).encode();
        byte[] ownBytes = before.books().get(1).encode();

        // when
        LimitOutcome outcome = Checks.check(
                global, agent, before.books().get(0), before.books().get(1), T + 1_500, 1);

        // then
        assertThat(outcome).isInstanceOfSatisfying(Held.class, held -> {
            assertThat(held.first().name()).isEqualTo("per minute");
            assertThat(held.looks()).extracting(Look::used).containsExactly(1L, 1L);
            assertThat(held.retryAfterMs()).isEqualTo(60_999 - 1_500);
        });
        assertThat(before.books().get(0).encode()).isEqualTo(sharedBytes);
        assertThat(before.books().get(1).encode()).isEqualTo(ownBytes);
    }

    @Test
    void leavesTheGivenBooksAsTheyAreWhenItAdmits() {
        // given
        Book book = admitted(perMinute(5), Book.EMPTY, T, 1);
        byte[] bytes = book.encode();

        // when
        Book next = admitted(perMinute(5), book, T, 1);

        // then
        assertThat(book.encode()).isEqualTo(bytes);
        assertThat(next).isNotEqualTo(book).isEqualTo(admitted(perMinute(5), Book.EMPTY, T, 2));
    }

    @Test
    void namesTheFirstLimitWithoutRoomAndWaitsForAllOfThem() {
        // given
        List<Limit> limits =
                List.of(new Limit("a second", "agent", 1, 1_000), new Limit("a minute", "agent", 1, 60_000));
        Book book = admitted(limits, Book.EMPTY, T, 1);

        // when
        LimitOutcome outcome = check(limits, book, T + 10, 1);

        // then
        assertThat(outcome).isInstanceOfSatisfying(Held.class, held -> {
            assertThat(held.first().name()).isEqualTo("a second");
            assertThat(held.retryAfterMs()).isEqualTo(60_989);
        });
    }

    @Test
    void countsOnceInAWindowThatTwoLimitsShare() {
        // given
        List<Limit> limits = List.of(new Limit("wide", "agent", 5, 60_000), new Limit("narrow", "agent", 2, 60_000));
        Book book = admitted(limits, admitted(limits, Book.EMPTY, T, 1), T, 1);

        // when
        LimitOutcome outcome = check(limits, book, T, 1);

        // then
        assertThat(outcome).isInstanceOfSatisfying(Held.class, held -> {
            assertThat(held.first().name()).isEqualTo("narrow");
            assertThat(held.looks()).extracting(Look::used).containsExactly(2L, 2L);
        });
    }

    @Test
    void keepsTheHistoryWhenTheMaximumChanges() {
        // given
        Book book = admitted(perMinute(10), Book.EMPTY, T, 8);

        // when
        LimitOutcome lowered = check(perMinute(5), book, T + 1, 1);
        LimitOutcome raised = check(perMinute(9), book, T + 1, 1);
        LimitOutcome raisedTooLittle = check(perMinute(9), book, T + 1, 2);

        // then
        assertThat(lowered).isInstanceOf(Held.class);
        assertThat(lowered.looks()).extracting(Look::used).containsExactly(8L);
        assertThat(raised).isInstanceOf(Admitted.class);
        assertThat(raisedTooLittle).isInstanceOf(Held.class);
    }

    @Test
    void knowsNoWaitForWhatWeighsMoreThanTheMaximum() {
        // given
        List<Limit> limits = perMinute(5);

        // when
        LimitOutcome heavy = check(limits, Book.EMPTY, T, 6);
        LimitOutcome heaviest = check(limits, admitted(limits, Book.EMPTY, T, 5), T, Long.MAX_VALUE);
        LimitOutcome nothingAllowed = check(perMinute(0), Book.EMPTY, T, 1);

        // then
        assertThat(List.of(heavy, heaviest, nothingAllowed))
                .allSatisfy(outcome -> assertThat(outcome)
                        .isInstanceOfSatisfying(
                                Held.class,
                                held -> assertThat(held.retryAfterMs()).isEqualTo(Held.NEVER)));
    }

    @Test
    void fillsALimitWithOneHeavyRequest() {
        // given
        List<Limit> limits = List.of(new Limit("budget", "usd", Limit.MAX_MAX, 86_400_000));

        // when
        Book full = admitted(limits, Book.EMPTY, T, Limit.MAX_MAX);

        // then
        assertThat(check(limits, Book.decode(full.encode()), T, 1)).isInstanceOf(Held.class);
    }

    @Test
    void takesAnEarlierTimeAsTheLatestThatEitherBookHasSeen() {
        // given
        List<Limit> limits = perMinute(1);
        Book book = admitted(limits, Book.EMPTY, T + 500, 1);

        // when
        LimitOutcome outcome = check(limits, book, T - 100_000, 1);

        // then
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Held.class, held -> assertThat(held.retryAfterMs()).isEqualTo(60_999 + 100_000));
    }

    @Test
    void countsAtTheLatestTimeThatEitherBookHasSeen() {
        // given
        List<Limit> limits = perMinute(1);
        List<Limit> other = List.of(new Limit("other", "other", 1, 60_000));
        Book later = admitted(other, Book.EMPTY, T + 60_500, 1);

        // when
        Admitted ownIsLater = (Admitted) check(limits, later, T, 1);
        Admitted sharedIsLater = (Admitted) Checks.check(
                other, limits, Book.EMPTY.plus(Checks.charges(1, perMinute(1)), T + 60_500), Book.EMPTY, T, 1);

        // then
        assertThat(check(limits, ownIsLater.books().get(1), T + 120_998, 1)).isInstanceOf(Held.class);
        assertThat(check(limits, sharedIsLater.books().get(1), T + 120_998, 1)).isInstanceOf(Held.class);
        assertThat(check(limits, sharedIsLater.books().get(1), T + 120_999, 1)).isInstanceOf(Admitted.class);
    }

    @Test
    void givesBackABookThatNoLimitCountsIn() {
        // given
        Book shared = admitted(perMinute(1), Book.EMPTY, T, 1);

        // when
        Admitted outcome = (Admitted) Checks.check(List.of(), List.of(), shared, Book.EMPTY, T + 5, 1);

        // then
        assertThat(outcome.looks()).isEmpty();
        assertThat(outcome.books().get(0)).isSameAs(shared);
        assertThat(outcome.books().get(1)).isSameAs(Book.EMPTY);
    }

    @Test
    void holdsWhatNeedsANewWindowInAFullBookUntilOneRunsOut() {
        // given
        Book book = Book.EMPTY;
        for (int i = 0; i < Book.MAX_WINDOWS; i++) {
            book = admitted(List.of(new Limit("any", "service:" + i, 2, 60_000)), book, i == 0 ? T : T + 1_000, 1);
        }
        List<Limit> oneMore = List.of(new Limit("known", "service:7", 5, 60_000), new Limit("new", "new", 2, 60_000));

        // when
        LimitOutcome outcome = check(oneMore, book, T + 1_500, 1);
        LimitOutcome known = check(oneMore.subList(0, 1), book, T + 1_500, 1);

        // then
        assertThat(known).isInstanceOf(Admitted.class);
        assertThat(outcome).isInstanceOf(Held.class);
        Held held = (Held) outcome;
        assertThat(held.first().name()).isEqualTo("new");
        assertThat(held.retryAfterMs()).isEqualTo(60_999 - 1_500);
        assertThat(check(oneMore, book, T + 60_998, 1)).isInstanceOf(Held.class);
        assertThat(check(oneMore, book, T + 60_999, 1)).isInstanceOf(Admitted.class);
    }

    @Test
    void waitsUntilAFullBookIsOnlyForTheLimitsAtHand() {
        // given
        Book book = admitted(perMinute(1), Book.EMPTY, T, 1);

        // when
        LimitOutcome outcome = check(ofDifferentKeys(Book.MAX_WINDOWS), book, T, 1);

        // then
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Held.class, held -> assertThat(held.retryAfterMs()).isEqualTo(60_999));
    }

    @Test
    void holdsForEverWhatNeedsMoreWindowsThanABookHas() {
        // when
        LimitOutcome outcome = check(ofDifferentKeys(Book.MAX_WINDOWS + 1), Book.EMPTY, T, 1);

        // then
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Held.class, held -> assertThat(held.retryAfterMs()).isEqualTo(Held.NEVER));
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, Book.MAX_TIME_MS + 1, Long.MAX_VALUE})
    void refusesATimeThatIsNone(long nowMs) {
        assertThatThrownBy(() -> check(perMinute(1), Book.EMPTY, nowMs, 1))
                .hasMessage("time " + nowMs + ": expected 0 to 253402300799999");
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 0})
    void refusesAWeightThatCountsNothing(long weight) {
        assertThatThrownBy(() -> check(perMinute(1), Book.EMPTY, T, weight))
                .hasMessage("weight " + weight + ": expected at least 1");
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -60, 0, 1, 49, 61, 1_001, 366L * 86_400_000 + 60, Long.MAX_VALUE})
    void refusesAWindowThatDoesNotDivide(long windowMs) {
        assertThatThrownBy(() -> new Limit("limit", "key", 1, windowMs))
                .hasMessageStartingWith("window of " + windowMs + " ms: expected a multiple of 60 or 50 ms");
    }

    @Test
    void refusesAKeyThatABookCannotHold() {
        assertThatThrownBy(() -> new Limit("limit", "", 1, 60_000)).hasMessageContaining("0 characters");
        assertThatThrownBy(() -> new Limit("limit", "k".repeat(257), 1, 60_000)).hasMessageContaining("257 characters");
        assertThatThrownBy(() -> new Limit("limit", "k\u00e9y", 1, 60_000)).hasMessageContaining("character 233 at 1");
        assertThatThrownBy(() -> new Limit("limit", "a key", 1, 60_000)).hasMessageContaining("character 32 at 1");
    }

    private static List<Limit> ofDifferentKeys(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Limit("any", "key" + i, 2, 60_000))
                .toList();
    }

    private static List<Limit> perMinute(long max) {
        return List.of(new Limit("per minute", "agent", max, 60_000));
    }

    private static LimitOutcome check(List<Limit> limits, Book book, long nowMs, long weight) {
        return Checks.check(List.of(), limits, Book.EMPTY, book, nowMs, weight);
    }

    private static Book admitted(List<Limit> limits, Book book, long nowMs, long weight) {
        return ((Admitted) check(limits, book, nowMs, weight)).books().get(1);
    }
}
