// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.audit;

import static dev.seks.cli.option.LoggedRecords.decision;
import static dev.seks.cli.option.LoggedRecords.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.cli.option.LoggedRecords;
import dev.seks.cli.option.StateWord;
import dev.seks.client.FinalState;
import dev.seks.schemas.record.Outcome;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineTest {
    private static final int PLENTY = 100;

    private final List<String> told = new ArrayList<>();

    @Test
    void tellsEachRequestOnceWithItsNewestState() {
        Timeline timeline = timeline(PLENTY);
        timeline.decision(decision(1, 1, Outcome.PENDING).build());
        timeline.decision(decision(2, 2, Outcome.APPROVED).build());
        timeline.result(result(2, 2).build());
        timeline.decision(decision(3, 3, Outcome.DENIED).build());
        timeline.decision(decision(1, 4, Outcome.APPROVED).build());
        timeline.result(result(1, 4).build());

        timeline.goLive();

        assertThat(told).containsExactly("r-2 2 SUCCEEDED", "r-3 3 DENIED", "r-1 4 SUCCEEDED");
    }

    @Test
    void keepsWhatStillWaitsInItsPlace() {
        Timeline timeline = timeline(PLENTY);
        timeline.decision(decision(1, 1, Outcome.PENDING).build());
        timeline.decision(decision(2, 2, Outcome.DENIED).build());

        timeline.goLive();

        assertThat(told).containsExactly("r-1 1 PENDING", "r-2 2 DENIED");
    }

    @Test
    void putsDecisionsOfOneMillisecondInTheOrderOfTheJournal() {
        Timeline timeline = timeline(PLENTY);
        timeline.decision(decision(2, 2, Outcome.APPROVED)
                .setDecidedAt(LoggedRecords.NOON)
                .build());
        timeline.decision(
                decision(1, 1, Outcome.DENIED).setDecidedAt(LoggedRecords.NOON).build());

        timeline.goLive();

        assertThat(told).containsExactly("r-1 1 DENIED", "r-2 2 APPROVED");
    }

    @Test
    void tellsTheSameBytesAtTwoPlacesAsTwoRequests() {
        Timeline timeline = timeline(PLENTY);
        timeline.decision(decision(1, 1, Outcome.APPROVED).build());
        timeline.decision(decision(2, 2, Outcome.DENIED)
                .setRequestDigest(LoggedRecords.digest(1))
                .build());

        timeline.goLive();

        assertThat(told).containsExactly("r-1 1 APPROVED", "r-2 2 DENIED");
    }

    @Test
    void tellsEachRequestThatOneEventEnds() {
        Timeline timeline = timeline(PLENTY);
        timeline.decision(decision(1, 9, Outcome.DENIED).build());
        timeline.decision(decision(2, 9, Outcome.DENIED).build());

        timeline.goLive();

        assertThat(told).containsExactly("r-1 9 DENIED", "r-2 9 DENIED");
    }

    @Test
    void ignoresAResultWithoutItsDecision() {
        Timeline timeline = timeline(PLENTY);
        timeline.result(result(1, 1).build());
        timeline.decision(decision(2, 2, Outcome.DENIED).build());
        timeline.result(result(2, 2).build());

        timeline.goLive();

        assertThat(told).containsExactly("r-2 2 DENIED");
    }

    @Test
    void holdsNoMoreThanItsBoundAndTellsWhatHasEndedFirst() {
        Timeline timeline = timeline(10);
        timeline.decision(decision(0, 1, Outcome.APPROVED).build());
        for (int n = 1; n <= 50; n++) {
            timeline.decision(decision(n, n + 1, Outcome.DENIED).build());
            assertThat(timeline.size()).isLessThanOrEqualTo(10);
        }
        timeline.result(result(0, 1).build());

        timeline.goLive();

        assertThat(told).hasSize(51).contains("r-0 1 SUCCEEDED").doesNotHaveDuplicates();
        assertThat(told.get(0)).isEqualTo("r-1 2 DENIED");
    }

    @Test
    void tellsOpenOnesAsTheyStandWhenThereAreTooMany() {
        Timeline timeline = timeline(10);
        for (int n = 1; n <= 50; n++) {
            timeline.decision(decision(n, n, Outcome.PENDING).build());
        }
        timeline.decision(decision(1, 51, Outcome.DENIED).build());

        timeline.goLive();

        assertThat(told).startsWith("r-1 1 PENDING").endsWith("r-1 51 DENIED").hasSize(51);
    }

    @Test
    void tellsWhatHappensLiveWhenItBeginsToWaitAndWhenItEnds() {
        Timeline timeline = timeline(PLENTY);
        timeline.decision(decision(1, 1, Outcome.PENDING).build());
        timeline.goLive();
        told.clear();

        timeline.decision(decision(2, 2, Outcome.PENDING).build());
        timeline.decision(decision(3, 3, Outcome.DENIED).build());
        timeline.decision(decision(1, 4, Outcome.APPROVED).build());
        timeline.result(result(1, 4).build());

        assertThat(told).containsExactly("r-2 2 PENDING", "r-3 3 DENIED", "r-1 4 SUCCEEDED");
        assertThat(timeline.size()).isEqualTo(1);
    }

    @Test
    void keepsNoRequestBytes() {
        List<FinalState> states = new ArrayList<>();
        Timeline timeline = new Timeline(PLENTY, states::add);
        timeline.decision(decision(1, 1, Outcome.APPROVED)
                .setRequest(ByteBuffer.wrap(new byte[1000]))
                .build());

        timeline.goLive();

        assertThat(states.get(0).decision().getRequest()).isNull();
    }

    private Timeline timeline(int bound) {
        return new Timeline(
                bound,
                state -> told.add(state.decision().getRequestId() + " "
                        + state.decision().getSeq() + " " + StateWord.of(state).word()));
    }
}
