// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.option;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.seks.schemas.text.Printable;

/** JSON as commands print it. */
public final class JsonLine {
    /** Beyond ASCII everything is escaped: what an agent wrote must not reach a terminal as it is. */
    private static final JsonMapper LINE =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private static final JsonMapper PRETTY = new JsonMapper();

    private JsonLine() {}

    /** The value on one line, in ASCII. */
    public static String of(JsonNode value) {
        return write(LINE.writer(), value);
    }

    /** The value over several lines, for people; what a terminal would obey is escaped. */
    public static String pretty(JsonNode value) {
        return Printable.block(
                value.isTextual() ? value.textValue() : write(PRETTY.writerWithDefaultPrettyPrinter(), value));
    }

    private static String write(ObjectWriter writer, JsonNode value) {
        try {
            return writer.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree that cannot be written", e);
        }
    }
}
