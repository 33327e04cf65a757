// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

import static dev.seks.approval.Asked.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.approval.HandClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private final HandClock clock = new HandClock(NOW);

    @Test
    void endsTheEldestSessionWhenThereAreTooMany() {
        Sessions sessions = new Sessions(clock);
        String eldest = sessions.open("mika");
        String second = sessions.open("mika");

        for (int i = 2; i <= Sessions.MAX_SESSIONS; i++) {
            sessions.open("mika");
        }

        assertThat(sessions.find(eldest)).isEmpty();
        assertThat(sessions.find(second)).isPresent();
    }

    @Test
    void endsASessionWhenItsTimeIsOver() {
        Sessions sessions = new Sessions(clock);
        String session = sessions.open("mika");

        clock.advance(Sessions.LIFE.minusMillis(1));
        assertThat(sessions.find(session)).isPresent();

        clock.advance(Duration.ofMillis(1));
        assertThat(sessions.find(session)).isEmpty();
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
        Session session = new Session("mika", "a-form-token", NOW);

        assertThat(session.toString()).doesNotContain("a-form-token");
        assertThat(new Frame("t", "mika", "a-form-token").toString()).doesNotContain("a-form-token");
    }
}
