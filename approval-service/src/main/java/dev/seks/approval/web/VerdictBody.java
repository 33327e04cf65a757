// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seks.schemas.record.Channel;
import dev.seks.schemas.record.VerdictChoice;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a program says about a request: {@code {"verdict": "APPROVE"|"DENY", "comment": text, "channel": "API"|"CLI",
 * "grant": {"ttlMs": number, "maxUses": number}}}, all but the verdict optional.
 */
record VerdictBody(
        VerdictChoice verdict,
        @Nullable String comment,
        Channel channel,
        @Nullable GrantWish grant) {
    private static final Set<String> FIELDS = Set.of("verdict", "comment", "channel", "grant");
    private static final Set<String> GRANT_FIELDS = Set.of("ttlMs", "maxUses");
    private static final Map<String, VerdictChoice> VERDICTS =
            Map.of("APPROVE", VerdictChoice.APPROVE, "DENY", VerdictChoice.DENY);
    private static final Map<String, Channel> CHANNELS = Map.of("API", Channel.API, "CLI", Channel.CLI);
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    static VerdictBody parse(byte[] body) {
        ObjectNode fields = object(body);
        Set<String> unknown = new TreeSet<>();
        fields.fieldNames().forEachRemaining(unknown::add);
        unknown.removeAll(FIELDS);
        if (!unknown.isEmpty()) {
            throw HttpProblem.malformed(
                    unknown.size() + " unknown fields, expected verdict, comment, channel and grant");
        }
        VerdictChoice verdict = VERDICTS.get(text(fields, "verdict", ""));
        Channel channel = CHANNELS.get(text(fields, "channel", "API"));
        if (verdict == null || channel == null) {
            throw HttpProblem.malformed("expected verdict to be APPROVE or DENY, and channel, if given, API or CLI");
        }
        String comment = text(fields, "comment", "");
        GrantWish grant = grant(fields.get("grant"));
        if (grant != null && verdict != VerdictChoice.APPROVE) {
            throw HttpProblem.malformed("a grant with a denial, expected one with an approval only");
        }
        return new VerdictBody(verdict, comment, channel, grant);
    }

    private static @Nullable GrantWish grant(@Nullable JsonNode grant) {
        if (grant == null || grant.isNull()) {
            return null;
        }
        Set<String> unknown = new TreeSet<>();
        grant.fieldNames().forEachRemaining(unknown::add);
        unknown.removeAll(GRANT_FIELDS);
        JsonNode ttlMs = grant.path("ttlMs");
        JsonNode maxUses = grant.path("maxUses");
        boolean fits = grant.isObject()
                && unknown.isEmpty()
                && ttlMs.isIntegralNumber()
                && ttlMs.canConvertToLong()
                && (maxUses.isMissingNode() || maxUses.isNull() || maxUses.isInt());
        if (!fits) {
            throw HttpProblem.malformed("a grant that is not {\"ttlMs\": number, \"maxUses\": number}");
        }
        return new GrantWish(ttlMs.longValue(), maxUses.isInt() ? maxUses.intValue() : null);
    }

    private static ObjectNode object(byte[] body) {
        try {
            JsonNode parsed = JSON.readTree(body);
            if (parsed instanceof ObjectNode object) {
                return object;
            }
        } catch (IOException notJson) {
            // answered below: the parser's message would quote the body
        }
        throw HttpProblem.malformed("a body that is not one JSON object without duplicate keys");
    }

    private static String text(ObjectNode fields, String name, String absent) {
        JsonNode value = fields.get(name);
        if (value == null || value.isNull()) {
            return absent;
        }
        if (!value.isTextual()) {
            throw HttpProblem.malformed(name + " is not a string");
        }
        return value.textValue();
    }
}
