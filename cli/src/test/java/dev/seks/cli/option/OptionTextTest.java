// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class OptionTextTest {
    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    private final DurationOption durations = new DurationOption();
    private final TimeOption times = new TimeOption(Clock.fixed(NOON, ZoneOffset.UTC));

    @Test
    void readsDurations() {
        assertThat(durations.convert("500ms")).isEqualTo(Duration.ofMillis(500));
        assertThat(durations.convert("30s")).isEqualTo(Duration.ofSeconds(30));
        assertThat(durations.convert("10m")).isEqualTo(Duration.ofMinutes(10));
        assertThat(durations.convert("2h")).isEqualTo(Duration.ofHours(2));
        assertThat(durations.convert("7d")).isEqualTo(Duration.ofDays(7));
    }

    @Test
    void refusesOtherDurations() {
        for (String text : new String[] {"", "30", "-1s", "1.5h", "1w", "99999999999d"}) {
            assertThatThrownBy(() -> durations.convert(text)).hasMessageContaining("expected a duration such as");
        }
    }

    @Test
    void readsTimesAndHowLongAgo() {
        assertThat(times.convert("2026-01-31T09:30:00Z")).isEqualTo("2026-01-31T09:30:00Z");
        assertThat(times.convert("2026-01-31T10:30:00.5+01:00")).isEqualTo("2026-01-31T09:30:00.5Z");
        assertThat(times.convert("2h")).isEqualTo("2026-01-31T10:00:00Z");
    }

    @Test
    void refusesOtherTimes() {
        assertThatThrownBy(() -> times.convert("yesterday")).hasMessageContaining("'yesterday', expected a time such");
    }

    @Test
    void takesTheBeginningOfADigest() {
        assertThat(Handle.parse("3fa9c2")).isEqualTo("3fa9c2");
        assertThatThrownBy(() -> Handle.parse("3fa9c")).hasMessageContaining("first 6 or more characters");
        assertThatThrownBy(() -> Handle.parse("3FA9C2"))
                .hasMessageStartingWith("'3FA9C2', expected a request's digest");
        assertThatThrownBy(() -> Handle.parse("../..")).hasMessageStartingWith("'../..', expected");
    }

    @Test
    void printsJsonInAscii() {
        String line = JsonLine.of(JsonNodeFactory.instance.objectNode().put("reason", "ü \u202e \u001b[2J \u009b"));

        assertThat(line).isEqualTo("{\"reason\":\"\\u00FC \\u202E \\u001B[2J \\u009B\"}");
    }

    @Test
    void printsJsonForPeople() {
        assertThat(JsonLine.pretty(JsonNodeFactory.instance.objectNode().put("name", "ü \u202e")))
                .isEqualTo(
                        "{" + System.lineSeparator() + "  \"name\" : \"ü \\u{202e}\"" + System.lineSeparator() + "}");
        assertThat(JsonLine.pretty(TextNode.valueOf("two\nlines\u001b"))).isEqualTo("two\nlines\\u{1b}");
    }
}
