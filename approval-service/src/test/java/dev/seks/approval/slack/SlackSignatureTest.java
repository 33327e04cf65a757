// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.slack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Held against the worked example of Slack's own page on verifying requests. */
class SlackSignatureTest {
    private static final String SECRET = "8f742231b10e8888abcd99yyyzzz85a5";
    private static final String STAMP = "1531420618";
    private static final byte[] BODY = ("token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow"
                    + "&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner"
                    + "&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands"
                    + "%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
                    + "&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c")
            .getBytes(StandardCharsets.UTF_8);
    private static final String SIGNATURE = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";
    private static final Instant THEN = Instant.ofEpochSecond(1531420618);

    private final SlackSignature signature = new SlackSignature(List.of(SECRET));

    @Test
    void acceptsSlacksOwnExample() {
        assertThat(signature.isRight(List.of(STAMP), List.of(SIGNATURE), BODY, THEN))
                .isTrue();
    }

    @Test
    void acceptsEitherSecretWhileOneIsRotated() {
        SlackSignature rotating = new SlackSignature(List.of("the-new-one", SECRET));

        assertThat(rotating.isRight(List.of(STAMP), List.of(SIGNATURE), BODY, THEN))
                .isTrue();
    }

    @Test
    void refusesAnotherSecretAndNone() {
        assertThat(new SlackSignature(List.of("another")).isRight(List.of(STAMP), List.of(SIGNATURE), BODY, THEN))
                .isFalse();
        assertThat(new SlackSignature(List.of()).isRight(List.of(STAMP), List.of(SIGNATURE), BODY, THEN))
                .isFalse();
    }

    @Test
    void refusesABodyWithOneByteChanged() {
        byte[] changed = BODY.clone();
        changed[changed.length - 1]++;

        assertThat(signature.isRight(List.of(STAMP), List.of(SIGNATURE), changed, THEN))
                .isFalse();
    }

    @Test
    void refusesAnotherStampThanTheSignedOne() {
        assertThat(signature.isRight(List.of("1531420619"), List.of(SIGNATURE), BODY, THEN))
                .isFalse();
    }

    @Test
    void allowsFiveMinutesEitherWayAndNoMore() {
        for (int way : new int[] {-1, 1}) {
            Instant edge = THEN.plus(Duration.ofMinutes(5).multipliedBy(way));
            assertThat(signature.isRight(List.of(STAMP), List.of(SIGNATURE), BODY, edge))
                    .isTrue();
            assertThat(signature.isRight(List.of(STAMP), List.of(SIGNATURE), BODY, edge.plusMillis(way)))
                    .isFalse();
        }
    }

    @Test
    void refusesRepeatedAndMissingHeaders() {
        assertThat(signature.isRight(List.of(STAMP, STAMP), List.of(SIGNATURE), BODY, THEN))
                .isFalse();
        assertThat(signature.isRight(List.of(STAMP), List.of(SIGNATURE, SIGNATURE), BODY, THEN))
                .isFalse();
        assertThat(signature.isRight(List.of(), List.of(SIGNATURE), BODY, THEN)).isFalse();
        assertThat(signature.isRight(List.of(STAMP), List.of(), BODY, THEN)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "v0=",
                "a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
                "v1=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
                "v0=A2114D57B48EAC39B9AD189DD8316235A7B4A8D21A10BD27519666489C69B503",
                "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b50",
                " v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
            })
    void refusesEveryOtherSpellingOfASignature(String given) {
        assertThat(signature.isRight(List.of(STAMP), List.of(given), BODY, THEN))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1531420618", "1531420618.0", " 1531420618", "99999999999999999999", "0x5b478f0a"})
    void refusesEveryOtherSpellingOfAStamp(String given) {
        assertThat(signature.isRight(List.of(given), List.of(SIGNATURE), BODY, THEN))
                .isFalse();
    }
}
