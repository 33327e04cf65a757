// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

import dev.seks.approval.slack.SlackActions;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Where Slack reports button presses. */
final class SlackEndpoint {
    private final Optional<SlackActions> actions;

    /** {@code actions}: empty when Slack is not configured. */
    SlackEndpoint(Optional<SlackActions> actions) {
        this.actions = actions;
    }

    void take(Context ctx) throws IOException {
        SlackActions slack =
                actions.orElseThrow(() -> new HttpProblem(404, "NOT_FOUND", "Slack is not configured here"));
        byte[] body = Body.formBytes(ctx, SlackActions.MAX_BODY);
        SlackActions.Reply reply =
                slack.take(headers(ctx, "X-Slack-Request-Timestamp"), headers(ctx, "X-Slack-Signature"), body);
        switch (reply) {
            case TAKEN -> ctx.status(200);
            case NOT_SIGNED -> throw new HttpProblem(401, "NOT_SIGNED", "the call is not signed by Slack, or not now");
            case MALFORMED -> throw HttpProblem.malformed("the call is not the press of one button");
            case BUSY -> throw new HttpProblem(503, "BUSY", "too many button presses at once, try again");
        }
    }

    private static List<String> headers(Context ctx, String name) {
        return Collections.list(ctx.req().getHeaders(name));
    }
}
