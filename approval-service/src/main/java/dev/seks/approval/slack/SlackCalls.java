// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.slack;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seks.approval.slack.SlackCounts.Event;
import dev.seks.schemas.record.AttemptReason;
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
    private final Ears ears;
    private final Clock clock;

    SlackCalls(SlackSignature signature, SlackActions actions, Ears ears, Clock clock) {
        this.signature = signature;
        this.actions = actions;
        this.ears = ears;
        this.clock = clock;
    }

    /** Who hears of what is not taken. */
    record Ears(SlackCounts counts, SlackRefusals refusals) {}

    /**
     * Takes a call: the values of its two signature headers, and its body as it came, a form.
     *
     * @param source address that it came from
     */
    public SlackReply take(List<String> stamps, List<String> signatures, byte[] body, String source) {
        SlackSignature.Finding finding = signature.check(stamps, signatures, body, clock.instant());
        if (finding != SlackSignature.Finding.RIGHT) {
            ears.counts.count(Event.CALL_NOT_SIGNED);
            LOG.warn("a call to the Slack address is not signed by Slack, or not now");
            if (finding == SlackSignature.Finding.STALE) {
                ears.refusals.stale(payload(body), source);
            } else {
                ears.refusals.unread(AttemptReason.CALL_NOT_SIGNED, source);
            }
            return new SlackReply.NotSigned();
        }
        JsonNode payload = payload(body);
        if (payload == null) {
            ears.counts.count(Event.CALL_MALFORMED);
            ears.refusals.unread(AttemptReason.MALFORMED, source);
            return new SlackReply.Malformed();
        }
        return actions.take(payload);
    }

    private static @Nullable JsonNode payload(byte[] body) {
        return payload(new String(body, StandardCharsets.UTF_8));
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
