// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.verdict;

import static dev.seks.approval.Asked.NOW;
import static dev.seks.approval.Asked.PARTITION;
import static dev.seks.schemas.record.VerdictChoice.APPROVE;
import static dev.seks.schemas.record.VerdictChoice.DENY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.approval.Asked;
import dev.seks.approval.inbox.InboxEntry;
import org.junit.jupiter.api.Test;

class AnswersTest {
    private final Answers answers = new Answers();

    @Test
    void takesOneWordWhereOneIsEnough() {
        InboxEntry entry = entry(Asked.request("r-1").asking("mika", "ann"));

        assertThat(answers.reserve(entry, "mika", APPROVE, NOW)).isTrue();
        assertThat(answers.reserve(entry, "ann", APPROVE, NOW)).isFalse();
        assertThat(answers.reserve(entry, "mika", DENY, NOW)).isFalse();
    }

    @Test
    void takesOneWordOfEachPersonWhereSeveralAreNeeded() {
        InboxEntry entry = entry(Asked.request("r-1").asking("mika", "ann").quorum(2));

        assertThat(answers.reserve(entry, "mika", APPROVE, NOW)).isTrue();
        assertThat(answers.reserve(entry, "mika", APPROVE, NOW)).isFalse();
        assertThat(answers.reserve(entry, "ann", APPROVE, NOW)).isTrue();
    }

    @Test
    void takesNothingAfterADenial() {
        InboxEntry entry = entry(Asked.request("r-1").asking("mika", "ann").quorum(2));

        assertThat(answers.reserve(entry, "mika", DENY, NOW)).isTrue();
        assertThat(answers.reserve(entry, "ann", APPROVE, NOW)).isFalse();
        assertThat(answers.reserve(entry, "ann", DENY, NOW)).isFalse();
    }

    @Test
    void letsAPersonThinkAgainWhileOthersAreStillNeeded() {
        InboxEntry entry = entry(Asked.request("r-1").asking("mika", "ann").quorum(2));
        answers.reserve(entry, "mika", APPROVE, NOW);

        assertThat(answers.reserve(entry, "mika", DENY, NOW)).isTrue();
    }

    @Test
    void doesNotTakeAgainWhatTheBrokerCounted() {
        InboxEntry counted =
                entry(Asked.request("r-1").asking("mika", "ann").quorum(2).said("mika", APPROVE));

        assertThat(answers.reserve(counted, "mika", APPROVE, NOW)).isFalse();
        assertThat(answers.reserve(counted, "ann", APPROVE, NOW)).isTrue();
    }

    /** A policy that asks for a sign-on has taken away that the button counted; the broker takes their word anew. */
    @Test
    void takesAgainWhatANewPolicyNoLongerCounts() {
        Asked pressed = Asked.request("r-1").asking("mika", "ann").quorum(2).saidInSlack("mika", APPROVE);

        assertThat(answers.reserve(entry(pressed), "mika", APPROVE, NOW)).isFalse();
        assertThat(answers.reserve(entry(pressed.forSignedOn()), "mika", APPROVE, NOW))
                .isTrue();
    }

    @Test
    void beginsAnewWhenTheBrokerAsksForMore() {
        Asked asked = Asked.request("r-1").asking("mika", "ann");
        answers.reserve(entry(asked), "mika", APPROVE, NOW);

        InboxEntry more = entry(asked.quorum(2).seq(9).said("mika", APPROVE));

        assertThat(answers.isOnItsWay(more, NOW)).isFalse();
        assertThat(answers.reserve(more, "ann", APPROVE, NOW)).isTrue();
    }

    @Test
    void forgetsWhatHadNoEffect() {
        InboxEntry entry = entry(Asked.request("r-1"));
        answers.reserve(entry, "mika", APPROVE, NOW);

        assertThat(answers.reserve(entry, "mika", APPROVE, NOW.plus(Answers.ON_ITS_WAY)))
                .isFalse();
        assertThat(answers.reserve(
                        entry, "mika", APPROVE, NOW.plus(Answers.ON_ITS_WAY).plusMillis(1)))
                .isTrue();
    }

    @Test
    void takesBackWhatWasNotPublished() {
        InboxEntry entry = entry(Asked.request("r-1"));
        answers.reserve(entry, "mika", APPROVE, NOW);

        answers.release(entry, "mika");

        assertThat(answers.isOnItsWay(entry, NOW)).isFalse();
        assertThat(answers.reserve(entry, "mika", DENY, NOW)).isTrue();
    }

    private static InboxEntry entry(Asked asked) {
        return new InboxEntry(asked.pending(), asked.record(), PARTITION, null);
    }
}
