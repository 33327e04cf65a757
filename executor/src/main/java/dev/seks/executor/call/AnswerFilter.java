// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.call;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.seks.executor.credential.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns the bytes of an answer into the JSON text that an agent may see: first only the listed fields, then without the
 * injected secret. Fails closed: what is not JSON, too large, or still shows the secret is withheld.
 */
final class AnswerFilter {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .disable(JsonParser.Feature.AUTO_CLOSE_SOURCE)
            .build();

    private final int maxBodyBytes;

    AnswerFilter(int maxBodyBytes) {
        this.maxBodyBytes = maxBodyBytes;
    }

    /** The text that may be shown; empty when the answer is withheld. */
    Optional<String> shown(byte[] answer, List<String> returns, @Nullable Secret secret) {
        try {
            JsonNode whole = JSON.readTree(answer);
            if (whole.isMissingNode()) {
                return Optional.empty();
            }
            JsonNode visible = Projection.to(returns).of(whole);
            if (secret == null) {
                return bounded(JSON.writeValueAsString(visible));
            }
            Scrubber scrubber = Scrubber.of(secret);
            return bounded(JSON.writeValueAsString(scrubber.scrubbed(visible))).filter(text -> !scrubber.finds(text));
        } catch (IOException | StackOverflowError e) {
            return Optional.empty();
        }
    }

    private Optional<String> bounded(String text) {
        boolean fits = text.length() <= maxBodyBytes && text.getBytes(StandardCharsets.UTF_8).length <= maxBodyBytes;
        return fits ? Optional.of(text) : Optional.empty();
    }
}
