// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.answer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.seks.schemas.catalogue.ReturnField;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Turns the bytes of an answer into the JSON text that an agent may see: first only the listed fields, then without the
 * injected secret. Fails closed: what is not JSON, too large, nested too deep, or still shows the secret is withheld.
 */
public final class AnswerFilter {
    static final int MAX_DEPTH = 64;
    static final int MAX_NUMBER_LENGTH = 400;
    static final int MAX_NAME_LENGTH = 1000;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(MAX_NUMBER_LENGTH)
                            .maxNameLength(MAX_NAME_LENGTH)
                            .build())
                    // names are the service's: they stay out of Jackson's shared symbol table
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .disable(JsonParser.Feature.AUTO_CLOSE_SOURCE)
            .build();

    private final int maxBodyBytes;

    public AnswerFilter(int maxBodyBytes) {
        this.maxBodyBytes = maxBodyBytes;
    }

    /**
     * The text that may be shown, or why the answer is withheld.
     *
     * @param secrets what must not be in it
     */
    public Showing shown(byte[] answer, List<ReturnField> returns, List<String> secrets) {
        try {
            JsonNode whole = JSON.readTree(answer);
            if (whole.isMissingNode()) {
                return Showing.none(Withheld.NO_JSON);
            }
            JsonNode visible = Projection.to(returns).of(whole);
            String text = JSON.writeValueAsString(visible);
            if (!fits(text)) {
                return Showing.none(Withheld.TOO_LARGE);
            }
            return secrets.isEmpty() ? Showing.of(text) : scrubbed(visible, Scrubber.of(secrets));
        } catch (IOException | StackOverflowError e) {
            return Showing.none(Withheld.NO_JSON);
        }
    }

    private Showing scrubbed(JsonNode visible, Scrubber scrubber) throws IOException {
        String clean = JSON.writeValueAsString(scrubber.scrubbed(visible));
        if (!fits(clean)) {
            return Showing.none(Withheld.TOO_LARGE);
        }
        return scrubber.finds(clean) ? Showing.none(Withheld.HOLDS_SECRET) : Showing.of(clean);
    }

    private boolean fits(String text) {
        return text.length() <= maxBodyBytes && text.getBytes(StandardCharsets.UTF_8).length <= maxBodyBytes;
    }
}
