// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

import static dev.seks.approval.Asked.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.approval.HandClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private static final Identity MIKA = new Identity.Local("mika");
    private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);

    private final HandClock clock = new HandClock(NOW);

    @Test
    void endsTheEldestSessionWhenThereAreTooMany() {
        Sessions sessions = new Sessions(clock);
        String eldest = sessions.open(MIKA);
        String second = sessions.open(MIKA);

        for (int i = 2; i <= Sessions.MAX_SESSIONS; i++) {
            sessions.open(MIKA);
        }

        assertThat(sessions.find(eldest)).isEmpty();
        assertThat(sessions.find(second)).isPresent();
    }

    @Test
    void endsASessionWhenItsTimeIsOver() {
        Sessions sessions = new Sessions(clock);
        String session = sessions.open(MIKA);

        for (Duration at = Duration.ZERO; at.compareTo(Session.LIFE) < 0; at = at.plus(HALF_AN_HOUR)) {
            assertThat(sessions.find(session)).isPresent();
            clock.advance(HALF_AN_HOUR);
        }

        assertThat(sessions.find(session)).isEmpty();
    }

    @Test
    void endsASessionOfSomebodyWhoDoesNothing() {
        Sessions sessions = new Sessions(clock);
        String session = sessions.open(MIKA);

        clock.advance(Session.IDLE.minusMillis(1));
        assertThat(sessions.glance(session)).isPresent();
        clock.advance(Duration.ofMillis(1));

        assertThat(sessions.glance(session)).isEmpty();
        assertThat(sessions.find(session)).isEmpty();
    }

    @Test
    void keepsASessionOfSomebodyWhoDoesSomething() {
        Sessions sessions = new Sessions(clock);
        String session = sessions.open(MIKA);

        clock.advance(Session.IDLE.minusMillis(1));
        assertThat(sessions.find(session)).isPresent();
        clock.advance(Session.IDLE.minusMillis(1));

        assertThat(sessions.glance(session)).isPresent();
    }

    @Test
    void endsASessionForPagesThatAreOpenToo() {
        Sessions sessions = new Sessions(clock);
        String value = sessions.open(MIKA);
        Session session = sessions.find(value).orElseThrow();

        sessions.close(value);

        assertThat(sessions.isAlive(session)).isFalse();
    }

    @Test
    void voidsTheEldestCodeWhenThereAreTooMany() {
        SignInCodes codes = new SignInCodes(clock);
        String eldest = codes.issue();
        String newest = "";
        for (int i = 0; i < SignInCodes.MAX_CODES; i++) {
            newest = codes.issue();
        }

        assertThat(codes.redeem(eldest)).isFalse();
        assertThat(codes.redeem(newest)).isTrue();
        assertThat(codes.redeem(newest)).isFalse();
    }

    @Test
    void neverShowsItsSecret() {
        Session session = new Session(MIKA, NOW);

        assertThat(session.toString()).doesNotContain(session.formToken()).contains("mika");
        assertThat(new Frame("t", "mika", "a-form-token").toString()).doesNotContain("a-form-token");
    }
}
