// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.slack;

import static dev.seks.approval.Asked.NOW;
import static dev.seks.approval.Asked.PARTITION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seks.approval.Asked;
import dev.seks.approval.HandClock;
import dev.seks.approval.Policies;
import dev.seks.approval.Refused;
import dev.seks.approval.attempt.Who;
import dev.seks.approval.delivery.HandShift;
import dev.seks.approval.inbox.Inbox;
import dev.seks.approval.verdict.VerdictDesk;
import dev.seks.schemas.record.AttemptReason;
import dev.seks.schemas.record.Verdict;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A bot and Socket Mode, put together as the service does. */
class SlackTest {
    private static final Duration SOON = Duration.ofMinutes(1);
    private static final String CHANNEL = "C024BE7LR";

    private final FakeSlack slack = new FakeSlack();
    private final FakeChannel channel = slack.channel(CHANNEL);
    private final Inbox inbox = new Inbox();
    private final AtomicBoolean ready = new AtomicBoolean();
    private final Refused refused = new Refused();
    private final List<Verdict> published = new CopyOnWriteArrayList<>();
    private final Slack connection = connection();

    private Slack connection() {
        slack.clock(NOW.getEpochSecond());
        HandClock clock = new HandClock(NOW.plusSeconds(1));
        VerdictDesk desk =
                new VerdictDesk(inbox, (verdict, partition) -> published.add(verdict), clock, (attempt, outcome) -> {});
        SlackConfig config = SlackConfig.ofSocket(Path.of("bot"), Path.of("app"), ChannelPlan.all(CHANNEL))
                .at(slack.api());
        SlackSecrets secrets = new SlackSecrets(FakeSlack.BOT_TOKEN, null, FakeSlack.APP_TOKEN, List.of());
        Slack made = new Slack(
                config,
                secrets,
                new Slack.Content(inbox, Policies.catalogues(), Policies.casts(), desk, refused),
                clock);
        made.start(URI.create("https://inbox.example"), HandShift.of(PARTITION), ready::get);
        return made;
    }

    @AfterEach
    void stop() {
        connection.close();
        slack.close();
    }

    @Test
    void leavesAPressToBeMadeAgainWhileTheInboxIsBeingRebuilt() {
        Asked asked = Asked.request("r-1").bundle(Policies.DIGEST);
        inbox.pending(asked.pending(), asked.record(), PARTITION);
        await().atMost(SOON).until(() -> connection.isListening() && slack.connections() == 1);
        String early = slack.push(Presses.press(slack, "seks-approve", asked.digest(), "U1"));
        await().atMost(SOON).until(() -> connection.counts().events().containsKey("call_turned_away"));

        ready.set(true);
        await().atMost(SOON).until(() -> channel.cards(asked.digest()).size() == 1);
        String later = slack.push(Presses.press(slack, "seks-approve", asked.digest(), "U1"));

        await().atMost(SOON).until(() -> slack.acknowledged(later) != null);
        assertThat(slack.acknowledged(early)).isNull();
        assertThat(refused.reasons()).containsExactly(AttemptReason.NOT_READY);
        assertThat(refused.last().who()).isEqualTo(new Who(null, new Who.Vouched(FakeSlack.TEAM, "U1", null, true)));
        assertThat(published).hasSize(1);
        assertThat(connection.calls()).isEmpty();
    }

    @Test
    void losesNoCardWhileButtonsAreOutOfReach() {
        slack.failNext("apps.connections.open", new Fault.Error("invalid_auth"), new Fault.Error("invalid_auth"));
        ready.set(true);
        Asked asked = Asked.request("r-1").bundle(Policies.DIGEST);
        inbox.pending(asked.pending(), asked.record(), PARTITION);

        await().atMost(SOON).until(() -> channel.cards(asked.digest()).size() == 1);
    }
}
