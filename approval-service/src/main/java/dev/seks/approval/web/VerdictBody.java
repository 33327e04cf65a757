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
 * What a program says about a request: {@code {"verdict": "APPROVE"|"DENY", "comment": text, "channel": "API"|"CLI"}},
 * the last two optional.
 */
record VerdictBody(VerdictChoice verdict, @Nullable String comment, Channel channel) {
    private static final Set<String> FIELDS = Set.of("verdict", "comment", "channel");
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
            throw HttpProblem.malformed(unknown.size() + " unknown fields, expected verdict, comment and channel");
        }
        VerdictChoice verdict = VERDICTS.get(text(fields, "verdict", ""));
        Channel channel = CHANNELS.get(text(fields, "channel", "API"));
        if (verdict == null || channel == null) {
            throw HttpProblem.malformed("expected verdict to be APPROVE or DENY, and channel, if given, API or CLI");
        }
        String comment = text(fields, "comment", "");
        return new VerdictBody(verdict, comment, channel);
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
