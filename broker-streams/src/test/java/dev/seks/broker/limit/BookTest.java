// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BookTest {

    private static final long SEED = Long.getLong("seks.seed", 20_261_123L);
    private static final long T = 1_700_000_040_000L;
    private static final Limit MINUTE = new Limit("per minute", "agent", 1_000_000, 60_000);
    private static final Limit HOUR = new Limit("per hour", "agent", 1_000_000, 3_600_000);
    private static final Limit GLOBAL = new Limit("global", "a", 1_000_000, 60_000);

    @Test
    void isThreeBytesWhenNothingWasCounted() {
        assertThat(Book.EMPTY.encode()).isEqualTo(new byte[] {1, 0, 0});
        assertThat(Book.decode(new byte[] {1, 0, 0})).isEqualTo(Book.EMPTY);
    }

    @Test
    void hasTheseBytes() {
        // given
        Book book = Book.EMPTY
                .plus(Checks.charges(1, List.of(GLOBAL)), T)
                .plus(Checks.charges(2, List.of(GLOBAL)), T + 1_000)
                .plus(Checks.charges(300, List.of(GLOBAL)), T + 4_000)
                .plus(Checks.charges(3, List.of(MINUTE)), T + 5_000);

        // when
        byte[] bytes = book.encode();

        // then
        assertThat(HexFormat.ofDelimiter(" ").formatHex(bytes))
                .isEqualTo(
                        "01 c8 af 98 ff bc 31 02 " // version, time, two windows
                                + "01 61 e0 d4 03 03 d9 04 01 05 02 02 " // "a", a minute, 3 buckets: 300 after 1, 2
                                // after 2, 1
                                + "05 61 67 65 6e 74 e0 d4 03 01 06"); // "agent", a minute, 1 bucket: 3
    }

    @Test
    void isTheSameInWhateverOrderItsWindowsCameIntoBeing() {
        // given
        Book one = Book.EMPTY.plus(Checks.charges(1, List.of(GLOBAL, HOUR, MINUTE)), T);
        Book other = Book.EMPTY
                .plus(Checks.charges(1, List.of(MINUTE, HOUR)), T)
                .plus(Checks.charges(1, List.of(GLOBAL)), T);

        // then
        assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
    }

    @Test
    void dropsWhatHasRunOut() {
        // given
        Book book = Book.EMPTY;
        for (int i = 0; i < 500; i++) {
            book = book.plus(Checks.charges(1, List.of(MINUTE, GLOBAL)), T + 700 * i);
        }

        // when
        long laterMs = T + 700 * 499 + 62_000;
        Book later = book.plus(Checks.charges(1, List.of(HOUR)), laterMs);

        // then
        assertThat(later).isEqualTo(Book.EMPTY.plus(Checks.charges(1, List.of(HOUR)), laterMs));
        assertThat(later).hasToString("Book[windows=1, timeMs=" + laterMs + "]");
    }

    @Test
    void dropsOldBucketsOfAWindowThatIsNotCountedIn() {
        // given
        Book book = Book.EMPTY
                .plus(Checks.charges(5, List.of(MINUTE)), T)
                .plus(Checks.charges(7, List.of(MINUTE)), T + 30_000);

        // when
        Book later = Book.decode(
                book.plus(Checks.charges(1, List.of(HOUR)), T + 61_000).encode());

        // then
        assertThat(later)
                .isEqualTo(Book.EMPTY
                        .plus(Checks.charges(7, List.of(MINUTE)), T + 30_000)
                        .plus(Checks.charges(1, List.of(HOUR)), T + 61_000));
        assertThat(later.find(MINUTE).used(T + 61_000)).isEqualTo(7);
    }

    @Test
    void comesBackFromItsBytes() {
        // given
        System.out.println("seed " + SEED);
        Random random = new Random(SEED);
        List<Limit> limits = List.of(MINUTE, HOUR, GLOBAL, new Limit("a second", "agent", 9, 1_000));
        Book book = Book.EMPTY;
        long timeMs = T;

        for (int step = 0; step < 20_000; step++) {
            // when
            timeMs += random.nextInt(random.nextInt(50) == 0 ? 4_000_000 : 1_500);
            int from = random.nextInt(limits.size());
            book = book.plus(Checks.charges(1L << random.nextInt(40), limits.subList(from, limits.size())), timeMs);
            Book back = Book.decode(book.encode());

            // then
            assertThat(back.encode()).isEqualTo(book.encode());
            assertThat(back.timeMs()).isEqualTo(timeMs);
            for (Limit limit : limits) {
                long probeMs = timeMs + random.nextInt(100_000);
                assertThat(used(back, limit, probeMs)).isEqualTo(used(book, limit, probeMs));
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                         | end of the bytes: expected more
            02 00 00                   | format version 2: expected 1
            01 00                      | end of the bytes: expected more
            01 00 00 00                | bytes after the last window: expected the end
            01 80 00 00                | time with a needless byte: expected the shortest form
            01 ff ff ff ff ff ff 7f 00 | time 562949953421311: expected 0 to 253402300799999
            01 ff ff ff ff ff ff ff ff ff ff 7f 00 | time without an end: expected at most 9 bytes
            01 00 81 02                | number of windows 257: expected 0 to 256
            01 00 01 00                | length of key 0: expected 1 to 256
            01 00 01 05 61             | key of 5 bytes: expected at most 1
            01 00 01 01 20 3c 01 02    | limit key with character 32 at 0: expected visible ASCII characters
            01 00 01 01 61 3d 01 02    | window of 61 ms: expected a multiple of 60 or 50 ms, at most 31622400000
            01 00 01 01 61 3c 00       | number of buckets 0: expected 1 to 60
            01 00 01 01 61 3c 01 00    | weight 0: expected 2 to 2000000000000001
            01 00 01 01 61 3c 01 03 00 | number of empty buckets 0: expected 1 to 60
            01 00 01 01 61 3c 01 03 3c | bucket 60 before the time: expected at most 59
            01 00 02 01 61 3c 01 02 01 61 3c 01 02 | window 1: expected ascending keys and lengths
            """)
    void refusesBytesThatItWouldNotWrite(String hex, String message) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));

        assertThatThrownBy(() -> Book.decode(bytes))
                .isInstanceOf(CorruptBookException.class)
                .hasMessageStartingWith("limit book corrupt at byte ")
                .hasMessageEndingWith(message);
    }

    @Test
    void refusesEveryPartOfItsBytesAndReadsNothingElseFromAChangedOne() {
        // given
        Random random = new Random(SEED);
        Book book = Book.EMPTY;
        for (int i = 0; i < 80; i++) {
            book = book.plus(Checks.charges(1 + i * 40, List.of(MINUTE, HOUR, GLOBAL)), T + 900 * i + i % 7);
        }
        byte[] bytes = book.encode();

        // then
        for (int length = 0; length < bytes.length; length++) {
            byte[] part = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> Book.decode(part)).isInstanceOf(CorruptBookException.class);
        }
        for (int i = 0; i < 50_000; i++) {
            byte[] changed = bytes.clone();
            changed[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            assertThat(isRefusedOrCanonical(changed)).isTrue();
        }
    }

    private static boolean isRefusedOrCanonical(byte[] bytes) {
        try {
            return Arrays.equals(Book.decode(bytes).encode(), bytes);
        } catch (CorruptBookException expected) {
            return true;
        }
    }

    private static long used(Book book, Limit limit, long timeMs) {
        Window window = book.find(limit);
        return window == null ? 0 : window.used(timeMs);
    }
}
