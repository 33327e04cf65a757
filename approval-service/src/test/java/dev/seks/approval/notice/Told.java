// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.notice;

import static dev.seks.approval.Asked.PARTITION;

import dev.seks.approval.Asked;
import dev.seks.approval.Policies;
import dev.seks.approval.delivery.HandShift;
import dev.seks.approval.inbox.Casts;
import dev.seks.approval.inbox.Inbox;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLSocketFactory;

/** An inbox filled by hand, and those who tell of it. */
final class Told implements AutoCloseable {
    static final URI INBOX = URI.create("https://inbox.example");

    final Inbox inbox = new Inbox();
    final Map<Integer, String> notes = new ConcurrentHashMap<>();
    private final List<Notices> running = new ArrayList<>();
    private final Casts casts;
    private final Clock clock;
    private final SSLSocketFactory tls;

    Told(Casts casts, Clock clock, SSLSocketFactory tls) {
        this.casts = casts;
        this.clock = clock;
        this.tls = tls;
    }

    static Told withPolicy() {
        return new Told(Policies.casts(), Clock.systemUTC(), (SSLSocketFactory) SSLSocketFactory.getDefault());
    }

    Asked open(Asked asked) {
        inbox.pending(asked.bundle(Policies.DIGEST).pending(), asked.record(), PARTITION);
        return asked;
    }

    Notices start(NoticeConfig config, NoticeSecrets secrets) {
        return start(config, secrets, new HandShift(notes, PARTITION));
    }

    Notices start(NoticeConfig config, NoticeSecrets secrets, HandShift shift) {
        Notices notices =
                new Notices(config, secrets, new Notices.Content(inbox, Policies.catalogues(), casts), tls, clock);
        running.add(notices);
        notices.start(INBOX, () -> true, duty -> shift);
        return notices;
    }

    void stop() {
        running.forEach(Notices::close);
        running.clear();
    }

    @Override
    public void close() {
        stop();
    }
}
