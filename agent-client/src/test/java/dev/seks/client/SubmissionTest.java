// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.client;

import static dev.seks.client.Records.DIGEST;
import static dev.seks.client.Records.DOMAIN;
import static dev.seks.client.Records.NOON;
import static dev.seks.client.Records.OFFSET;
import static dev.seks.client.Records.approved;
import static dev.seks.client.Records.denied;
import static dev.seks.client.Records.malformed;
import static dev.seks.client.Records.pending;
import static dev.seks.client.Records.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.ExecutionStatus;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.Reason;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SubmissionTest {
    private static final Duration AT_ONCE = Duration.ZERO;

    private final Submission submission = new Submission(DOMAIN, DIGEST, NOON);

    @Test
    void isFinishedByADenial() {
        submission.onPublished(OFFSET);
        submission.onDecision(denied(7).build());

        assertThat(submission.decided()).isCompletedWithValueMatching(first -> first.getSeq() == 7);
        assertThat(submission.finished()).isCompletedWithValueMatching(end -> end.outcome() == Outcome.DENIED);
    }

    @Test
    void isFinishedByTheResultOfAnApproval() {
        submission.onDecision(approved(7).build());
        assertThat(submission.finished()).isNotDone();

        submission.onResult(succeeded(7).build());

        assertThat(submission.finished()).isCompletedWithValueMatching(FinalState::succeeded);
    }

    @Test
    void isFinishedWhicheverTopicIsReadFirst() {
        submission.onResult(succeeded(7).build());
        assertThat(submission.finished()).isNotDone();

        submission.onDecision(approved(7).build());

        assertThat(submission.finished()).isCompletedWithValueMatching(FinalState::succeeded);
    }

    @Test
    void goesFromPendingToApprovedToExecuted() {
        submission.onDecision(pending(7).build());
        submission.onDecision(approved(9).setReason(Reason.APPROVED_BY_PEOPLE).build());
        submission.onResult(succeeded(9).build());

        assertThat(submission.decided().join().getOutcome()).isEqualTo(Outcome.PENDING);
        assertThat(submission.finished().join().decision().getSeq()).isEqualTo(9);
    }

    @Test
    void keepsTheLastDecisionWhenTheyAreReadOutOfOrder() {
        submission.onDecision(approved(9).build());
        submission.onDecision(pending(7).build());

        assertThat(submission.known().orElseThrow().outcome()).isEqualTo(Outcome.APPROVED);
    }

    @Test
    void ignoresAResultOfAnotherDecision() {
        submission.onDecision(approved(9).build());
        submission.onResult(succeeded(8).build());

        assertThat(submission.finished()).isNotDone();
    }

    @Test
    void ignoresADenialOfTheSameBytesElsewhere() {
        submission.onPublished(OFFSET);
        submission.onDecision(malformed(3, OFFSET + 1).build());

        assertThat(submission.decided()).isNotDone();
    }

    @Test
    void takesADenialInAPseudoDomainWhenItIsOfThisVeryRecord() {
        submission.onPublished(OFFSET);
        submission.onDecision(malformed(3, OFFSET).build());

        assertThat(submission.finished().join().decision().getReason()).isEqualTo(Reason.MALFORMED);
    }

    @Test
    void takesADecisionThatIsReadBeforeTheOffsetIsKnown() {
        Decision decision = malformed(3, OFFSET).build();
        submission.onDecision(malformed(2, OFFSET - 1).build());
        submission.onDecision(decision);
        assertThat(submission.decided()).isNotDone();

        submission.onPublished(OFFSET);

        assertThat(submission.decided()).isCompletedWithValue(decision);
    }

    @Test
    void saysThatNothingIsDecidedInTime() {
        assertThatThrownBy(() -> submission.awaitFinished(AT_ONCE))
                .isInstanceOf(NotFinishedException.class)
                .hasMessage("request " + DIGEST + " is not decided after 0 ms");
    }

    @Test
    void saysThatItIsStillPendingAndWhatIsKnown() {
        submission.onDecision(pending(7).build());

        assertThatThrownBy(() -> submission.awaitFinished(AT_ONCE))
                .hasMessageContaining("is still pending after 0 ms")
                .isInstanceOfSatisfying(
                        NotFinishedException.class,
                        e -> assertThat(e.known().orElseThrow().isFinal()).isFalse());
    }

    @Test
    void saysThatAnApprovedOneIsNotYetExecuted() {
        submission.onDecision(approved(7).build());

        assertThatThrownBy(() -> submission.awaitFinished(AT_ONCE)).hasMessageContaining("approved and not yet");
    }

    @Test
    void passesOnWhyItCannotBeFollowed() {
        submission.fail(new ClientException("the client was closed"));

        assertThatThrownBy(() -> submission.awaitDecided(AT_ONCE))
                .isInstanceOf(ClientException.class)
                .hasMessage("the client was closed");
    }

    @Test
    void keepsTheFirstResult() {
        submission.onDecision(approved(7).build());
        submission.onResult(succeeded(7).build());
        submission.onResult(
                succeeded(7).setStatus(ExecutionStatus.OUTCOME_UNKNOWN).build());

        assertThat(submission.known().orElseThrow().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    }
}
