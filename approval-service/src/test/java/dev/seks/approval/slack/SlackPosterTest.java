// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.slack;

import static dev.seks.approval.Asked.NOW;
import static dev.seks.approval.Asked.PARTITION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seks.approval.Asked;
import dev.seks.approval.HandClock;
import dev.seks.approval.inbox.Catalogues;
import dev.seks.approval.inbox.Inbox;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.Reason;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SlackPosterTest {
    private final FakeSlack slack = new FakeSlack();
    private final Inbox inbox = new Inbox();
    private final HandClock clock = new HandClock(NOW.plusSeconds(1));
    private final AtomicBoolean ready = new AtomicBoolean(true);
    private final SlackPoster poster = new SlackPoster(
            slack.webhook(),
            new SlackCard(URI.create("https://inbox.example"), true),
            inbox,
            new Catalogues(),
            ready::get,
            clock);

    SlackPosterTest() throws IOException {
        poster.start();
    }

    @AfterEach
    void stop() {
        poster.close();
        slack.close();
    }

    @Test
    void postsEachPendingRequestOnce() {
        Asked first = Asked.request("r-1");
        open(first);
        await().until(() -> slack.cards.size() == 1);

        open(Asked.request("r-1").seq(9)); // more verdicts, the same request
        open(Asked.request("r-2"));

        await().until(() -> slack.cards.size() == 2);
        assertThat(digests()).doesNotHaveDuplicates().contains(first.digest());
    }

    @Test
    void losesNothingWhenSlackIsAway() {
        slack.failNext(500, 0);
        slack.failNext(429, 1);

        open(Asked.request("r-1"));
        open(Asked.request("r-2"));

        await().until(() -> slack.cards.size() == 2);
        assertThat(digests()).doesNotHaveDuplicates();
    }

    @Test
    void goesOnAfterACardThatSlackRefuses() {
        slack.failNext(400, 0);
        open(Asked.request("r-1"));
        open(Asked.request("r-2"));

        await().until(() -> slack.cards.size() == 1);
    }

    @Test
    void postsNothingBeforeTheInboxIsComplete() {
        ready.set(false);
        Asked decided = Asked.request("r-1");
        open(decided);
        open(Asked.request("r-2"));
        inbox.decided(decided.ended(Outcome.APPROVED, Reason.APPROVED_BY_PEOPLE));

        ready.set(true);

        await().until(() -> slack.cards.size() == 1);
        assertThat(digests()).doesNotContain(decided.digest());
    }

    private void open(Asked asked) {
        inbox.pending(asked.pending(), asked.record(), PARTITION);
    }

    private List<String> digests() {
        return slack.cards.stream()
                .map(card -> card.findValues("value").get(0))
                .map(JsonNode::asText)
                .toList();
    }
}
