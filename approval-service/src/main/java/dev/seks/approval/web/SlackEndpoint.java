// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

import dev.seks.approval.slack.SlackCalls;
import dev.seks.approval.slack.SlackReply;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Where Slack reports what people do with cards. */
final class SlackEndpoint {
    private final Optional<SlackCalls> calls;

    /** {@code calls}: empty when Slack does not report over HTTP. */
    SlackEndpoint(Optional<SlackCalls> calls) {
        this.calls = calls;
    }

    void take(Context ctx) throws IOException {
        SlackCalls slack = calls.orElseThrow(() -> new HttpProblem(404, "NOT_FOUND", "Slack is not configured here"));
        byte[] body = Body.formBytes(ctx, SlackCalls.MAX_BODY);
        SlackReply reply = slack.take(
                headers(ctx, "X-Slack-Request-Timestamp"), headers(ctx, "X-Slack-Signature"), body, ctx.ip());
        Refusals.heard(ctx);
        if (reply instanceof SlackReply.Taken taken) {
            ctx.status(200);
            if (taken.body() != null) {
                ctx.contentType("application/json").result(taken.body().toString());
            }
        } else if (reply instanceof SlackReply.NotSigned) {
            throw new HttpProblem(401, "NOT_SIGNED", "the call is not signed by Slack, or not now");
        } else if (reply instanceof SlackReply.Malformed) {
            throw HttpProblem.malformed("the call is neither the press of one button nor a window of ours");
        } else {
            throw new HttpProblem(503, "BUSY", "too many button presses at once, try again");
        }
    }

    private static List<String> headers(Context ctx, String name) {
        return Collections.list(ctx.req().getHeaders(name));
    }
}
