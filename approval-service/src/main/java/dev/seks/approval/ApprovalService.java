// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval;

import dev.seks.approval.attempt.DeskRefusals;
import dev.seks.approval.attempt.KafkaAttempts;
import dev.seks.approval.delivery.Cluster;
import dev.seks.approval.inbox.Casts;
import dev.seks.approval.inbox.Catalogues;
import dev.seks.approval.inbox.Inbox;
import dev.seks.approval.inbox.InboxFeed;
import dev.seks.approval.inbox.InboxRecords;
import dev.seks.approval.notice.Notices;
import dev.seks.approval.signon.Provider;
import dev.seks.approval.slack.Slack;
import dev.seks.approval.slack.SlackSecrets;
import dev.seks.approval.verdict.KafkaVerdicts;
import dev.seks.approval.verdict.VerdictAttempt;
import dev.seks.approval.verdict.VerdictCounts;
import dev.seks.approval.verdict.VerdictDesk;
import dev.seks.approval.verdict.VerdictOutcome;
import dev.seks.approval.web.WebServer;
import dev.seks.schemas.key.KeyFile;
import dev.seks.schemas.signature.RecordSigner;
import dev.seks.schemas.topic.ClusterId;
import dev.seks.schemas.topic.Publishers;
import dev.seks.schemas.topic.TopicAdmin;
import dev.seks.schemas.topic.TopicException;
import dev.seks.schemas.wire.Codecs;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/**
 * The running approval service. It listens from the moment it is started, and answers about approvals once it has
 * rebuilt them from the topics.
 */
public final class ApprovalService implements AutoCloseable {
    private final InboxFeed feed;
    private final Writers writers;
    private final WebServer web;
    private final @Nullable Slack slack;
    private final @Nullable Notices notices;

    private ApprovalService(
            InboxFeed feed, Writers writers, WebServer web, @Nullable Slack slack, @Nullable Notices notices) {
        this.feed = feed;
        this.writers = writers;
        this.web = web;
        this.slack = slack;
        this.notices = notices;
    }

    /**
     * Starts the service.
     *
     * @throws TopicException when the cluster does not answer or its topics are unsafe
     * @throws IllegalArgumentException when a secret's file is not as it must be
     * @throws IllegalStateException when the port is taken
     */
    public static ApprovalService start(ApprovalConfig config) throws TopicException {
        Secrets secrets = Secrets.read(config);
        RecordSigner signer;
        try (Admin admin = Admin.create(config.client())) {
            new TopicAdmin(admin, config.topics()).verify();
            signer = new RecordSigner(new KeyFile(config.keyFile()).ed25519(), ClusterId.of(admin));
        }
        Codecs codecs = Codecs.of(config.ids());
        Writers writers = Writers.open(config, codecs, signer);
        try {
            return start(config, secrets, codecs, writers, signer.clusterId());
        } catch (RuntimeException e) {
            writers.close();
            throw e;
        }
    }

    /** What this service writes. */
    private record Writers(KafkaVerdicts verdicts, KafkaAttempts attempts) {
        static Writers open(ApprovalConfig config, Codecs codecs, RecordSigner signer) {
            KafkaVerdicts verdicts = new KafkaVerdicts(config.client(), config.topics(), codecs.verdict(), signer);
            try {
                KafkaAttempts attempts = new KafkaAttempts(
                        config.client(), config.topics(), codecs.attempt(), signer, Clock.systemUTC());
                return new Writers(verdicts, attempts.start());
            } catch (RuntimeException e) {
                verdicts.close();
                throw e;
            }
        }

        void close() {
            verdicts.close();
            attempts.close();
        }
    }

    private static ApprovalService start(
            ApprovalConfig config, Secrets secrets, Codecs codecs, Writers writers, String clusterId) {
        Clock clock = Clock.systemUTC();
        Inbox inbox = new Inbox();
        Catalogues catalogues = new Catalogues();
        Casts casts = new Casts();
        InboxRecords records = new InboxRecords(codecs, inbox, catalogues, casts);
        InboxFeed feed = new InboxFeed(
                config.client(), config.topics(), inbox, records, clock, Publishers.pinned(config.roots(), clusterId));
        VerdictCounts counts = new VerdictCounts();
        BiConsumer<VerdictAttempt, VerdictOutcome> counting = counts::count;
        VerdictDesk desk = new VerdictDesk(
                inbox, writers.verdicts(), clock, counting.andThen(new DeskRefusals(inbox, writers.attempts())));
        Slack slack = secrets.slack() == null || config.slack() == null
                ? null
                : new Slack(
                        config.slack(),
                        secrets.slack(),
                        new Slack.Content(inbox, catalogues, casts, desk, writers.attempts()),
                        clock);
        Notices notices = config.notices() == null
                ? null
                : Notices.of(config.notices(), new Notices.Content(inbox, catalogues, casts), clock);
        WebServer web = WebServer.start(
                new WebServer.Address(config.host(), config.port(), config.publicUrl()),
                new WebServer.Operator(config.person(), secrets.token()),
                new WebServer.Content(
                        inbox,
                        catalogues,
                        casts,
                        desk,
                        config.ids(),
                        feed::isReady,
                        counts,
                        Optional.ofNullable(slack),
                        Optional.ofNullable(config.signOn())
                                .map(signOn -> new Provider(signOn, secrets.client(), clock)),
                        notices == null ? Map.of() : notices.counts(),
                        writers.attempts()),
                clock);
        feed.start();
        Cluster cluster = new Cluster(config.client(), config.topics(), feed::isReady);
        if (slack != null) {
            slack.start(web.url(), cluster);
        }
        if (notices != null) {
            notices.start(web.url(), cluster);
        }
        return new ApprovalService(feed, writers, web, slack, notices);
    }

    private record Secrets(
            String token,
            @Nullable SlackSecrets slack,
            @Nullable String client) {
        static Secrets read(ApprovalConfig config) {
            return new Secrets(
                    SecretFile.read(config.tokenFile()),
                    config.slack() == null ? null : SlackSecrets.read(config.slack(), SecretFile::read),
                    config.signOn() == null || config.signOn().secretFile() == null
                            ? null
                            : SecretFile.read(config.signOn().secretFile()));
        }

        @Override
        public String toString() {
            return "Secrets[[redacted]]";
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

    /** Completes with a short reason when it stops following the topics by itself; never completes otherwise. */
    public CompletableFuture<String> failure() {
        return feed.failure();
    }

    @Override
    public void close() {
        web.close();
        if (slack != null) {
            slack.close();
        }
        if (notices != null) {
            notices.close();
        }
        feed.close();
        writers.close();
    }
}
