// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.slack;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seks.approval.slack.SlackCounts.Event;
import dev.seks.schemas.wire.RecordJson;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes Slack's calls over HTTP: whoever can reach the address may send one, so each must be signed. */
public final class SlackCalls {
    /** Largest body, in bytes; Slack sends the whole card along. */
    public static final int MAX_BODY = 256 * 1024;

    private static final String FIELD = "payload=";
    private static final Logger LOG = LoggerFactory.getLogger(SlackCalls.class);

    private final SlackSignature signature;
    private final SlackActions actions;
    private final SlackCounts counts;
    private final Clock clock;

    SlackCalls(SlackSignature signature, SlackActions actions, SlackCounts counts, Clock clock) {
        this.signature = signature;
        this.actions = actions;
        this.counts = counts;
        this.clock = clock;
    }

    /** Takes a call: the values of its two signature headers, and its body as it came, a form. */
    public SlackReply take(List<String> stamps, List<String> signatures, byte[] body) {
        if (!signature.isRight(stamps, signatures, body, clock.instant())) {
            counts.count(Event.CALL_NOT_SIGNED);
            LOG.warn("a call to the Slack address is not signed by Slack, or not now");
            return new SlackReply.NotSigned();
        }
        JsonNode payload = payload(new String(body, StandardCharsets.UTF_8));
        if (payload == null) {
            counts.count(Event.CALL_MALFORMED);
            return new SlackReply.Malformed();
        }
        return actions.take(payload);
    }

    private static @Nullable JsonNode payload(String form) {
        if (!form.startsWith(FIELD) || form.indexOf('&') >= 0) {
            return null;
        }
        try {
            return RecordJson.read(URLDecoder.decode(form.substring(FIELD.length()), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException notPercentEncoded) {
            return null;
        }
    }
}
