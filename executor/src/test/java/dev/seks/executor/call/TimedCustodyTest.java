// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.seks.executor.credential.CredentialUse;
import dev.seks.executor.credential.Custody;
import dev.seks.executor.credential.Destination;
import dev.seks.executor.credential.Issue;
import dev.seks.executor.credential.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A store that hangs would hang a test of it: each ends by its time-out, far beyond any deadline here. */
@Timeout(60)
class TimedCustodyTest {
    /** Long enough for a question to be put, and no longer than it must be. */
    private static final Duration SOON = Duration.ofMillis(250);

    private static final Duration LATER = Duration.ofMinutes(5);

    private final CountDownLatch over = new CountDownLatch(1);
    private final CountDownLatch interrupted = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();
    private final TimedCustody custody = new TimedCustody(new Moody(), 2);

    /** Answers at once, hangs as a lost file system does, or throws: as the name of the credential says. */
    private final class Moody implements Custody {
        @Override
        public Issue issue(CredentialUse use) {
            asked.incrementAndGet();
            switch (use.ref()) {
                case "hanging" -> hang();
                case "breaking" -> throw new IllegalStateException("broken");
                default -> {}
            }
            return Issue.of(Secret.of("sekrit"));
        }

        private void hang() {
            boolean ended = false;
            while (!ended) {
                try {
                    over.await();
                    ended = true;
                } catch (InterruptedException e) {
                    interrupted.countDown();
                }
            }
        }
    }

    @AfterEach
    void end() {
        over.countDown();
        custody.close();
    }

    @Test
    void givesAStoreUpThatHangsAtTheDeadlineAndInterruptsIt() throws InterruptedException {
        Issue issue = issue("hanging", SOON);

        assertThat(issue).isInstanceOf(Issue.Unavailable.class);
        assertThat(issue.toString()).contains("took all the time that the call may take");
        assertThat(interrupted.await(50, TimeUnit.SECONDS)).isTrue();
        assertThat(over.getCount()).as("it still hangs").isEqualTo(1);
    }

    @Test
    void answersOthersWhileAStoreHangs() {
        issue("hanging", SOON);

        assertThat(issue("forge", LATER)).isInstanceOf(Issue.Issued.class);
    }

    @Test
    void hangsInNoMoreThanSoManyThreadsAndGoesOnOnceTheyAreBack() {
        issue("hanging", SOON);
        issue("hanging", SOON);
        int before = asked.get();

        assertThat(issue("forge", SOON)).isInstanceOf(Issue.Unavailable.class);
        assertThat(asked).as("nobody was asked").hasValue(before);

        over.countDown();
        assertThat(issue("forge", LATER)).isInstanceOf(Issue.Issued.class);
    }

    @Test
    void asksNoMoreForACredentialWhoseStoreHangsAndForOthersAsEver() {
        try (TimedCustody roomy = new TimedCustody(new Moody(), 100)) {
            for (int i = 0; i < Patience.MAX_HANGING; i++) {
                issue(roomy, "hanging", SOON);
            }
            int before = asked.get();

            assertThat(issue(roomy, "hanging", LATER).toString()).contains("without an answer");
            assertThat(asked).as("nobody was asked").hasValue(before);
            for (int i = 0; i < 2 * Patience.MAX_HANGING; i++) {
                assertThat(issue(roomy, "forge", LATER)).isInstanceOf(Issue.Issued.class);
            }

            over.countDown();
            await().atMost(Duration.ofSeconds(50)).until(() -> issue(roomy, "hanging", LATER) instanceof Issue.Issued);
        }
    }

    @Test
    void keepsNoRoomForQuestionsThatWereNeverPut() {
        for (int i = 0; i < 100; i++) {
            issue("forge", Duration.ZERO);
        }

        assertThat(issue("forge", LATER)).isInstanceOf(Issue.Issued.class);
    }

    @Test
    void throwsWhatTheCustodyThrows() {
        assertThatThrownBy(() -> issue("breaking", LATER)).isInstanceOf(IllegalStateException.class);
        assertThat(issue("forge", LATER)).isInstanceOf(Issue.Issued.class);
    }

    @Test
    void issuesNothingOnceItIsClosed() {
        custody.close();

        assertThat(issue("forge", LATER)).isInstanceOf(Issue.Unavailable.class);
    }

    private Issue issue(String ref, Duration within) {
        return issue(custody, ref, within);
    }

    private static Issue issue(TimedCustody custody, String ref, Duration within) {
        CredentialUse use = new CredentialUse("acme", ref, Destination.of(URI.create("https://forge.example")), null);
        return custody.issue(use, Deadline.in(within));
    }
}
