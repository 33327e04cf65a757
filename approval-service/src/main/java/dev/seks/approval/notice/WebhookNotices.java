// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.notice;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seks.approval.delivery.Addressee;
import dev.seks.approval.delivery.HttpSender;
import dev.seks.approval.delivery.Receipt;
import dev.seks.approval.inbox.InboxEntry;
import dev.seks.approval.inbox.Portrayal;
import dev.seks.schemas.approval.Escalations;
import dev.seks.schemas.record.ApproverGroup;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Posts a signed notice of each request that begins to wait. It holds neither the parameters nor anything that the agent
 * says: whoever wants to see those opens the link and signs in.
 */
final class WebhookNotices implements Addressee {
    static final String TYPE = "approval.requested";
    static final String ESCALATED = "approval.escalated";
    static final int VERSION = 1;

    /** How many groups are named. */
    static final int MAX_GROUPS = 100;

    /** How often a notice is tried that is refused. */
    static final int TRIES = 3;

    static final Duration AFTER_REFUSAL = Duration.ofSeconds(30);

    private final HttpSender http = HttpSender.ofHeads();
    private final URI url;
    private final WebhookSignature signature;
    private final NoticeDesk desk;

    WebhookNotices(URI url, WebhookSignature signature, NoticeDesk desk) {
        this.url = url;
        this.signature = signature;
        this.desk = desk;
    }

    @Override
    public boolean knows(InboxEntry entry) {
        return desk.casts().knows(entry);
    }

    @Override
    public List<Letter> letters(InboxEntry entry) {
        return List.of(new Posting(entry, false));
    }

    @Override
    public List<Letter> escalated(InboxEntry entry) {
        return List.of(new Posting(entry, true));
    }

    private final class Posting implements Letter {
        private final InboxEntry entry;
        private final boolean escalated;

        Posting(InboxEntry entry, boolean escalated) {
            this.entry = entry;
            this.escalated = escalated;
        }

        @Override
        public String to() {
            return "webhook";
        }

        @Override
        public Receipt deliver(int refusals) throws InterruptedException {
            HttpSender.Exchange exchange =
                    http.send(post(entry, escalated, desk.clock().instant()));
            return desk.counts().counted(Receipt.of(exchange).orElseGet(() -> refusal(exchange, refusals)));
        }
    }

    private HttpRequest post(InboxEntry entry, boolean escalated, Instant now) {
        byte[] body = body(entry, escalated).toString().getBytes(StandardCharsets.UTF_8);
        String id = id(entry, escalated);
        return HttpRequest.newBuilder(url)
                .header("Content-Type", "application/json; charset=utf-8")
                .header("webhook-id", id)
                .header("webhook-timestamp", Long.toString(now.getEpochSecond()))
                .header("webhook-signature", signature.of(id, now.getEpochSecond(), body))
                .timeout(HttpSender.EXCHANGE)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
    }

    /** The same for every notice of the same request; without a dot, of which the signed text is made. */
    private static String id(InboxEntry entry, boolean escalated) {
        return (escalated ? "escalated_" : "requested_") + entry.digest();
    }

    ObjectNode body(InboxEntry entry, boolean escalated) {
        Optional<Escalations.Step> taken = Escalations.taken(entry.approval());
        Portrayal portrayal = desk.catalogues().portray(entry);
        String effect = portrayal.effect();
        String resource = portrayal.resource();
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("type", escalated ? ESCALATED : TYPE)
                .put("timestamp", (escalated ? taken.orElseThrow().at() : entry.askedAt()).toString());
        ObjectNode data = body.putObject("data")
                .put("version", VERSION)
                .put("id", id(entry, escalated))
                .put("digest", entry.digest())
                .put("domain", entry.pending().getDomain())
                .put("agent", entry.request().getAgent())
                .put(
                        "owner",
                        desk.casts()
                                .of(entry)
                                .ownerOf(entry.request().getAgent())
                                .orElse(null))
                .put("service", entry.request().getService())
                .put("action", entry.request().getAction())
                .put("summary", NoticeText.line(portrayal.summary()))
                .put("effect", effect == null ? null : effect.toLowerCase(Locale.ROOT))
                .put("resource", resource == null ? null : NoticeText.line(resource));
        List<ApproverGroup> groups = entry.approval().getApprovers();
        ArrayNode named = data.putArray("groups");
        groups.stream().limit(MAX_GROUPS).forEach(group -> named.add(group.getGroup()));
        data.put("groupsOmitted", groups.size() - named.size())
                .put("quorum", entry.approval().getQuorum())
                .put("expiresAt", entry.expiresAt().toString())
                .put(
                        "escalatesAt",
                        Escalations.next(entry.approval())
                                .map(step -> step.at().toString())
                                .orElse(null))
                .put("escalatedAt", taken.map(step -> step.at().toString()).orElse(null))
                .put("link", desk.link(entry).toString());
        return body;
    }

    /** What the status says is about this notice or about the address is told apart by trying others. */
    private static Receipt refusal(HttpSender.Exchange exchange, int refusals) {
        int status = ((HttpSender.Answered) exchange).status();
        String why = "the webhook answers with status " + status;
        return switch (status) {
            case 400, 413, 415, 422 ->
                refusals + 1 < TRIES ? Receipt.refused(AFTER_REFUSAL, why) : Receipt.givenUp(why);
            case 408, 425 -> Receipt.unclear(why);
            default -> Receipt.closed(why);
        };
    }
}
