// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

import dev.seks.approval.inbox.Inbox;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the pages that are open that something in the inbox is other than it was; what, they ask for themselves, with
 * the session of whoever looks at them. Many changes at once are told once. Pages that find no room here still look
 * by themselves now and then.
 */
final class LiveFeed implements AutoCloseable {
    /** How many pages are told at once. */
    static final int MAX_STREAMS = 500;

    static final String CHANGED = "event: inbox-changed\ndata: {}\n\n";

    private static final String STILL_HERE = ": still here\n\n";
    private static final Duration TOGETHER = Duration.ofMillis(500);
    /** After how many of these spans a stream is checked, and kept open through whatever stands between. */
    private static final int BEAT = 20;

    private static final Logger LOG = LoggerFactory.getLogger(LiveFeed.class);

    private final SignIn signIn;
    private final Map<LiveStream, Session> streams = new ConcurrentHashMap<>();
    private final AtomicBoolean changed = new AtomicBoolean();
    private final ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "approval-live");
        thread.setDaemon(true);
        return thread;
    });
    private long tick;

    LiveFeed(Inbox inbox, SignIn signIn) {
        this.signIn = signIn;
        inbox.onChange(entry -> changed.set(true));
        inbox.grants().onChange(() -> changed.set(true));
        ticks.scheduleWithFixedDelay(this::tick, TOGETHER.toMillis(), TOGETHER.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Opens a stream for the page of somebody who is signed in; the first message comes at once. */
    void open(Context ctx) throws IOException {
        Session session = signIn.glance(ctx).orElseThrow(HttpProblem::notSignedIn);
        if (streams.size() >= MAX_STREAMS) {
            throw new HttpProblem(503, "BUSY", "too many pages are open, this one looks by itself");
        }
        LiveStream stream = LiveStream.open(ctx.req(), ctx.res());
        streams.put(stream, session);
        stream.ended().thenRun(() -> streams.remove(stream));
        ctx.future(stream::ended);
        stream.send(CHANGED);
    }

    int open() {
        return streams.size();
    }

    private void tick() {
        try {
            tick++;
            if (tick % BEAT == 0) {
                streams.forEach(this::beat);
            }
            if (changed.getAndSet(false)) {
                streams.keySet().forEach(stream -> stream.send(CHANGED));
            }
        } catch (RuntimeException e) {
            LOG.error("open pages were not told of a change", e);
        }
    }

    /** A page whose session has ended looks once more, and is led to the sign-in page. */
    private void beat(LiveStream stream, Session session) {
        if (signIn.isAlive(session)) {
            stream.beat(STILL_HERE);
        } else {
            stream.send(CHANGED);
            stream.close();
        }
    }

    @Override
    public void close() {
        ticks.shutdownNow();
        streams.keySet().forEach(LiveStream::close);
    }
}
