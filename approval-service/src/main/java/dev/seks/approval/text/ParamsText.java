// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import dev.seks.schemas.text.Printable;
import java.io.IOException;
import java.io.StringWriter;

/**
 * Lays out the parameters of a request for reading: the same members in the same order and numbers digit by digit as
 * they were written, on lines of their own, with everything invisible written as an escape.
 */
public final class ParamsText {
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();
    private static final DefaultIndenter TWO_SPACES = new DefaultIndenter("  ", "\n");

    private static final Separators SEPARATORS =
            Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER);

    private ParamsText() {}

    /** The parameters on lines of their own; what is no JSON is shown as it is, on one line. */
    public static String of(String params) {
        try {
            return Printable.block(indented(params));
        } catch (IOException notJson) {
            return Printable.of(params);
        }
    }

    private static String indented(String params) throws IOException {
        StringWriter out = new StringWriter();
        try (JsonParser parser = JSON.createParser(params);
                JsonGenerator generator = JSON.createGenerator(out)) {
            DefaultPrettyPrinter layout = new DefaultPrettyPrinter(SEPARATORS);
            layout.indentObjectsWith(TWO_SPACES);
            layout.indentArraysWith(TWO_SPACES);
            generator.setPrettyPrinter(layout);
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token.isNumeric()) {
                    generator.writeNumber(parser.getText()); // digit by digit, never through a number type
                } else {
                    generator.copyCurrentEvent(parser);
                }
            }
        }
        return out.toString();
    }
}
