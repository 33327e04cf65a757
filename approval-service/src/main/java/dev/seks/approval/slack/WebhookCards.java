// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.slack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seks.approval.delivery.Addressee;
import dev.seks.approval.delivery.Courier;
import dev.seks.approval.delivery.DeliveryDesk;
import dev.seks.approval.delivery.HttpSender;
import dev.seks.approval.delivery.Pace;
import dev.seks.approval.delivery.Receipt;
import dev.seks.approval.inbox.InboxEntry;
import dev.seks.approval.slack.SlackCounts.Event;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;

/**
 * Posts a card to an incoming webhook for each request that begins to wait. A webhook neither tells what stands in its
 * channel nor lets anything there be changed; so a card whose end is unknown is posted again.
 */
final class WebhookCards implements Addressee {
    private static final int BAD_REQUEST = 400;

    private final URI webhook;
    private final HttpSender http;
    private final SlackDesk desk;

    private WebhookCards(URI webhook, HttpSender http, SlackDesk desk) {
        this.webhook = webhook;
        this.http = http;
        this.desk = desk;
    }

    static Courier courier(URI webhook, HttpSender http, SlackDesk desk) {
        Pace posts = new Pace(ChannelCards.POST_BURST, ChannelCards.POST_INTERVAL);
        return new Courier(
                new Courier.Terms("approval-slack-webhook", posts, HttpSender.EXCHANGE),
                new WebhookCards(webhook, http, desk),
                new DeliveryDesk(desk.inbox(), desk.shift(), desk.inboxReady(), desk.clock()));
    }

    @Override
    public List<Letter> letters(InboxEntry entry) {
        return List.of(new Posting(entry));
    }

    private final class Posting implements Letter {
        private final InboxEntry entry;

        Posting(InboxEntry entry) {
            this.entry = entry;
        }

        @Override
        public String to() {
            return "webhook";
        }

        /** The barest card is tried when Slack does not take its own; when that is refused too, none is posted. */
        @Override
        public Receipt deliver(int refusals) throws InterruptedException {
            SlackCard.Face face = refusals == 0
                    ? desk.faces().of(entry, desk.now())
                    : desk.faces().bare(entry);
            HttpSender.Exchange exchange = http.send(post(webhook, face.message()));
            Receipt receipt = Receipt.of(exchange).orElseGet(() -> refusal(exchange, refusals));
            desk.counts().count(event(receipt));
            return receipt;
        }
    }

    private static Receipt refusal(HttpSender.Exchange exchange, int refusals) {
        int status = ((HttpSender.Answered) exchange).status();
        String why = "Slack answers with status " + status;
        if (status != BAD_REQUEST) {
            return Receipt.closed(why); // it is about the webhook, which a person must cure
        }
        return refusals == 0 ? Receipt.refused(Duration.ZERO, why) : Receipt.givenUp(why);
    }

    private static Event event(Receipt receipt) {
        return switch (receipt.kind()) {
            case TAKEN -> Event.CARD_POSTED;
            case AWAY -> Event.AWAY;
            case UNCLEAR -> Event.UNCLEAR;
            case RATE_LIMITED -> Event.RATE_LIMITED;
            case REFUSED, GIVEN_UP, CLOSED -> Event.REFUSED;
        };
    }

    static HttpRequest post(URI url, ObjectNode message) {
        return HttpRequest.newBuilder(url)
                .header("Content-Type", "application/json; charset=utf-8")
                .timeout(HttpSender.EXCHANGE)
                .POST(HttpRequest.BodyPublishers.ofString(message.toString()))
                .build();
    }
}
