// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One page that is told of changes, as server-sent events. It never blocks: what a slow page has not taken when the next
 * message comes is replaced by it, since each says only that there is something to look at.
 */
final class LiveStream implements WriteListener, AsyncListener {
    private final ServletOutputStream out;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private byte @Nullable [] next;
    private boolean unflushed;

    private LiveStream(ServletOutputStream out) {
        this.out = out;
    }

    /** Answers the request with a stream that stays open until {@link #ended}. */
    static LiveStream open(ServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/event-stream; charset=utf-8");
        response.setHeader("X-Accel-Buffering", "no"); // nginx would hold events back
        AsyncContext async = request.startAsync();
        async.setTimeout(0);
        LiveStream stream = new LiveStream(response.getOutputStream());
        async.addListener(stream);
        stream.out.setWriteListener(stream);
        return stream;
    }

    /** Has the message sent as soon as the page takes it, instead of one that it has not taken yet. */
    synchronized void send(String message) {
        next = message.getBytes(StandardCharsets.UTF_8);
        write();
    }

    /** Sends a message that says nothing, unless one waits that does. */
    synchronized void beat(String comment) {
        if (next == null) {
            send(comment);
        }
    }

    /** Completes when the page is gone or the stream was closed. */
    CompletableFuture<Void> ended() {
        return ended;
    }

    void close() {
        ended.complete(null);
    }

    @Override
    public synchronized void onWritePossible() {
        write();
    }

    private void write() {
        try {
            while ((next != null || unflushed) && !ended.isDone() && out.isReady()) {
                if (next != null) {
                    out.write(next);
                    next = null;
                    unflushed = true;
                } else {
                    out.flush();
                    unflushed = false;
                }
            }
        } catch (IOException | IllegalStateException gone) {
            close();
        }
    }

    @Override
    public void onError(Throwable gone) {
        close();
    }

    @Override
    public void onError(AsyncEvent gone) {
        close();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        close();
    }

    @Override
    public void onComplete(AsyncEvent event) {
        close();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // a stream is started once
    }
}
