// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.client;

import static dev.seks.client.Records.DIGEST;
import static dev.seks.client.Records.DOMAIN;
import static dev.seks.client.Records.NOON;
import static dev.seks.client.Records.denied;
import static dev.seks.client.Records.pending;
import static dev.seks.client.Records.repeat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seks.schemas.digest.Digest;
import org.junit.jupiter.api.Test;

class SubmissionsTest {
    private final Submissions submissions = new Submissions(DOMAIN);

    @Test
    void forgetsWhatIsFinished() {
        Submission submission = submissions.follow(submission(DIGEST));

        submissions.onDecision(denied(1).build());

        assertThat(submission.finished()).isDone();
        assertThat(submissions.size()).isZero();
    }

    @Test
    void keepsWhatIsPending() {
        submissions.follow(submission(DIGEST));

        submissions.onDecision(pending(1).build());

        assertThat(submissions.size()).isEqualTo(1);
    }

    @Test
    void takesTheSameBytesForOneRequest() {
        Submission first = submissions.follow(submission(DIGEST));

        assertThat(submissions.follow(submission(DIGEST))).isSameAs(first);
    }

    @Test
    void passesOverTheRequestsOfOthers() {
        Submission submission = submissions.follow(submission(Digest.of("another")));

        submissions.onDecision(denied(1).build());

        assertThat(submission.decided()).isNotDone();
    }

    @Test
    void namesARepeatWhoseAnswerStandsFurtherBack() {
        Submission submission = submissions.follow(submission(DIGEST));

        assertThat(submissions.onJournal(repeat(9, 4))).containsExactly(submission);
    }

    @Test
    void needsNotLookBackWhenTheAnswerIsKnown() {
        submissions.follow(submission(DIGEST));
        submissions.onDecision(pending(4).build());

        assertThat(submissions.onJournal(repeat(9, 4))).isEmpty();
    }

    @Test
    void stopsFollowingWhatIsCancelled() {
        Submission submission = submissions.follow(submission(DIGEST));

        submission.finished().cancel(false);

        assertThat(submissions.size()).isZero();
    }

    @Test
    void refusesMoreThanItFollowsAtATime() {
        for (int i = 0; i < Submissions.MAX_OPEN; i++) {
            submissions.follow(submission(Digest.of("request " + i)));
        }

        assertThatThrownBy(() -> submissions.follow(submission(DIGEST)))
                .isInstanceOf(ClientException.class)
                .hasMessageStartingWith("10000 requests under way, expected fewer than 10000");
    }

    @Test
    void failsAllThatAreOpen() {
        Submission submission = submissions.follow(submission(DIGEST));

        submissions.failAll(new ClientException("the client was closed"));

        assertThat(submission.decided()).isCompletedExceptionally();
        assertThat(submissions.size()).isZero();
    }

    private static Submission submission(String digest) {
        return new Submission(DOMAIN, digest, NOON);
    }
}
