// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.notice;

import dev.seks.approval.SecretFile;
import dev.seks.approval.delivery.Addressee;
import dev.seks.approval.delivery.Cluster;
import dev.seks.approval.delivery.Courier;
import dev.seks.approval.delivery.DeliveryDesk;
import dev.seks.approval.delivery.HttpSender;
import dev.seks.approval.delivery.KafkaShift;
import dev.seks.approval.delivery.Pace;
import dev.seks.approval.delivery.Shift;
import dev.seks.approval.delivery.Stoppable;
import dev.seks.approval.inbox.Casts;
import dev.seks.approval.inbox.Catalogues;
import dev.seks.approval.inbox.Inbox;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import javax.net.ssl.SSLSocketFactory;

/** Tells others of requests that wait, each way only as far as it is configured. */
public final class Notices implements AutoCloseable {
    static final KafkaShift.Duty WEBHOOK = new KafkaShift.Duty("approval-webhook", HttpSender.EXCHANGE);
    static final KafkaShift.Duty EMAIL = new KafkaShift.Duty("approval-email", Mailer.EXCHANGE);

    /** How many notices are posted at once, and how long each further one waits. */
    static final int POST_BURST = 20;

    static final Duration POST_INTERVAL = Duration.ofMillis(50);

    private final NoticeConfig config;
    private final NoticeSecrets secrets;
    private final Content content;
    private final SSLSocketFactory tls;
    private final Clock clock;
    private final Map<String, NoticeCounts> counts = new TreeMap<>();
    private final List<Stoppable> running = new ArrayList<>();

    /** What notices are about, and who is who. */
    public record Content(Inbox inbox, Catalogues catalogues, Casts casts) {}

    Notices(NoticeConfig config, NoticeSecrets secrets, Content content, SSLSocketFactory tls, Clock clock) {
        this.config = config;
        this.secrets = secrets;
        this.content = content;
        this.tls = tls;
        this.clock = clock;
        if (config.webhook() != null) {
            counts.put("webhook", new NoticeCounts());
        }
        if (config.mail() != null) {
            counts.put("email", new NoticeCounts());
        }
    }

    /**
     * Made ready, with the secrets in the files that the settings name.
     *
     * @throws IllegalArgumentException that names all files that do not hold what they should
     */
    public static Notices of(NoticeConfig config, Content content, Clock clock) {
        NoticeSecrets secrets = NoticeSecrets.read(config, SecretFile::read);
        return new Notices(config, secrets, content, (SSLSocketFactory) SSLSocketFactory.getDefault(), clock);
    }

    /** What became of notices, by the way that they go. */
    public Map<String, NoticeCounts> counts() {
        return Collections.unmodifiableMap(counts);
    }

    /** Begins to tell, together with the other instances on the cluster; {@code inboxUrl}: where people find it. */
    public void start(URI inboxUrl, Cluster cluster) {
        List<KafkaShift> shifts = new ArrayList<>();
        start(inboxUrl, cluster.ready(), duty -> {
            KafkaShift shift = new KafkaShift(cluster.client(), cluster.topics(), duty);
            shifts.add(shift);
            return shift;
        });
        running.addAll(shifts); // closed last: what is under way ends before others take over
        shifts.forEach(KafkaShift::start);
    }

    /** The same with any way of sharing the partitions. */
    void start(URI inboxUrl, BooleanSupplier ready, Function<KafkaShift.Duty, Shift> shifts) {
        if (config.webhook() != null && secrets.signatures() != null) {
            NoticeDesk desk = desk("webhook", inboxUrl);
            Pace pace = new Pace(POST_BURST, POST_INTERVAL);
            Addressee posted = new WebhookNotices(config.webhook().url(), secrets.signatures(), desk);
            start(WEBHOOK, pace, posted, new DeliveryDesk(content.inbox(), shifts.apply(WEBHOOK), ready, clock), desk);
        }
        if (config.mail() != null) {
            NoticeDesk desk = desk("email", inboxUrl);
            Pace pace = Pace.perMinute(config.mail().perMinute());
            Mailer mailer = new Mailer(config.mail(), secrets.password(), tls, clock, Mailer.EXCHANGE);
            Addressee mailed = new MailNotices(
                    mailer, new MailText(desk, config.mail().from().domain()), desk);
            start(EMAIL, pace, mailed, new DeliveryDesk(content.inbox(), shifts.apply(EMAIL), ready, clock), desk);
            running.add(mailer);
        }
    }

    private NoticeDesk desk(String way, URI inboxUrl) {
        NoticeCounts counted = Objects.requireNonNull(counts.get(way));
        return new NoticeDesk(inboxUrl, content.catalogues(), content.casts(), counted, clock);
    }

    private void start(KafkaShift.Duty duty, Pace pace, Addressee addressee, DeliveryDesk delivery, NoticeDesk desk) {
        Courier courier = new Courier(new Courier.Terms(duty.name(), pace, duty.longest()), addressee, delivery);
        desk.counts().waiting(courier::waiting);
        running.add(courier);
        courier.start();
    }

    @Override
    public void close() {
        running.forEach(Stoppable::stop); // all at once, so that they end together
        running.forEach(Stoppable::close);
    }
}
