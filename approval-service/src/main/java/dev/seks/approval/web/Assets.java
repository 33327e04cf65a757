// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The files that the pages refer to, kept in memory: nothing comes from elsewhere, and nothing else can be read. */
final class Assets {
    private final byte[] style = read("inbox.css");
    private final byte[] script = read("inbox.js");
    private final byte[] htmx = read("vendor/htmx.min.js");
    private final byte[] events = read("vendor/hx-sse.min.js");
    private final byte[] icon = read("icon.svg");

    void style(Context ctx) {
        send(ctx, "text/css; charset=utf-8", style);
    }

    void script(Context ctx) {
        send(ctx, "text/javascript; charset=utf-8", script);
    }

    void htmx(Context ctx) {
        send(ctx, "text/javascript; charset=utf-8", htmx);
    }

    /** The part of htmx that takes server-sent events. */
    void events(Context ctx) {
        send(ctx, "text/javascript; charset=utf-8", events);
    }

    void icon(Context ctx) {
        send(ctx, "image/svg+xml", icon);
    }

    private static void send(Context ctx, String type, byte[] bytes) {
        ctx.header("Cache-Control", "private, max-age=60").contentType(type).result(bytes);
    }

    private static byte[] read(String name) {
        try (InputStream in = Assets.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the build lacks " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }
}
