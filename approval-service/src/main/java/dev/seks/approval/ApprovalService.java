// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval;

import dev.seks.approval.inbox.Catalogues;
import dev.seks.approval.inbox.Inbox;
import dev.seks.approval.inbox.InboxFeed;
import dev.seks.approval.inbox.InboxRecords;
import dev.seks.approval.verdict.KafkaVerdicts;
import dev.seks.approval.verdict.VerdictDesk;
import dev.seks.approval.web.WebServer;
import dev.seks.schemas.topic.TopicAdmin;
import dev.seks.schemas.topic.TopicException;
import dev.seks.schemas.wire.Codecs;
import java.net.URI;
import java.time.Clock;
import org.apache.kafka.clients.admin.Admin;

/**
 * The running approval service. It listens from the moment it is started, and answers about approvals once it has
 * rebuilt them from the topics.
 */
public final class ApprovalService implements AutoCloseable {
    private final InboxFeed feed;
    private final KafkaVerdicts verdicts;
    private final WebServer web;

    private ApprovalService(InboxFeed feed, KafkaVerdicts verdicts, WebServer web) {
        this.feed = feed;
        this.verdicts = verdicts;
        this.web = web;
    }

    /**
     * Starts the service.
     *
     * @throws TopicException when the cluster does not answer or its topics are unsafe
     * @throws IllegalArgumentException when a secret's file is not as it must be
     * @throws IllegalStateException when the port is taken
     */
    public static ApprovalService start(ApprovalConfig config) throws TopicException {
        String token = SecretFile.read(config.tokenFile());
        try (Admin admin = Admin.create(config.client())) {
            new TopicAdmin(admin, config.topics()).verify();
        }
        Clock clock = Clock.systemUTC();
        Codecs codecs = Codecs.of(config.ids());
        Inbox inbox = new Inbox();
        Catalogues catalogues = new Catalogues();
        InboxFeed feed = new InboxFeed(
                config.client(), config.topics(), inbox, new InboxRecords(codecs, inbox, catalogues), clock);
        KafkaVerdicts verdicts = new KafkaVerdicts(config.client(), config.topics(), codecs.verdict());
        try {
            VerdictDesk desk = new VerdictDesk(inbox, verdicts, clock, (attempt, outcome) -> {});
            WebServer web = WebServer.start(
                    new WebServer.Address(config.host(), config.port(), config.publicUrl()),
                    new WebServer.Operator(config.person(), token),
                    new WebServer.Content(inbox, catalogues, desk, config.ids(), feed::isReady),
                    clock);
            feed.start();
            return new ApprovalService(feed, verdicts, web);
        } catch (RuntimeException e) {
            verdicts.close();
            throw e;
        }
    }

    /** The port on which it listens. */
    public int port() {
        return web.port();
    }

    /** Whether the open approvals are rebuilt and followed. */
    public boolean ready() {
        return feed.isReady();
    }

    /** A link that signs the token's person in with a browser: good once, for ten minutes. */
    public URI signInLink() {
        return web.signInLink();
    }

    @Override
    public void close() {
        web.close();
        feed.close();
        verdicts.close();
    }
}
