// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.catalogue;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which values a parameter takes. */
public sealed interface ParamType {

    /** The word by which a catalogue file names the type. */
    String word();

    /** The kind of value, with its article, for a message. */
    String described();

    /**
     * The value at which the parser stands, read to its end; null if it is of another kind.
     *
     * @throws IOException if the text is not JSON
     */
    @Nullable
    Object read(JsonParser parser) throws IOException;

    /** Why a value of the right kind does not fit, as the rest of a sentence; null if it fits. */
    @Nullable
    String complaint(Object value);

    /** Text; {@code allowed} is empty if any text that fits the pattern will do. */
    record Text(int maxLength, @Nullable ValuePattern pattern, List<String> allowed) implements ParamType {
        /** Longest text unless the catalogue says otherwise, in UTF-16 units. */
        public static final int DEFAULT_MAX_LENGTH = 4096;

        public Text {
            allowed = List.copyOf(allowed);
        }

        @Override
        public String word() {
            return "string";
        }

        @Override
        public String described() {
            return "a string";
        }

        @Override
        public @Nullable Object read(JsonParser parser) throws IOException {
            return parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText() : null;
        }

        @Override
        public @Nullable String complaint(Object value) {
            String text = (String) value;
            if (text.length() > maxLength) {
                return text.length() + " characters long, expected at most " + maxLength;
            }
            if (!isWellFormed(text)) {
                return "expected well-formed Unicode";
            }
            if (!allowed.isEmpty() && !allowed.contains(text)) {
                return "expected one of " + String.join(", ", allowed);
            }
            return pattern == null || pattern.matches(text) ? null : "expected to match " + pattern.text();
        }

        private static boolean isWellFormed(String text) {
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (Character.isSurrogate(c)) {
                    if (Character.isLowSurrogate(c)
                            || i + 1 == text.length()
                            || !Character.isLowSurrogate(text.charAt(++i))) {
                        return false;
                    }
                }
            }
            return true;
        }
    }

    /** A whole number. */
    record Whole(long min, long max) implements ParamType {
        @Override
        public String word() {
            return "integer";
        }

        @Override
        public String described() {
            return "a whole number";
        }

        @Override
        public @Nullable Object read(JsonParser parser) throws IOException {
            boolean fits = parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                    && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
            return fits ? (Object) parser.getLongValue() : null;
        }

        @Override
        public @Nullable String complaint(Object value) {
            long number = (Long) value;
            return number >= min && number <= max ? null : "expected a whole number from " + min + " to " + max;
        }
    }

    /** A number, kept as a double. */
    record Decimal(double min, double max) implements ParamType {
        @Override
        public String word() {
            return "number";
        }

        @Override
        public String described() {
            return "a number";
        }

        @Override
        public @Nullable Object read(JsonParser parser) throws IOException {
            JsonToken token = parser.currentToken();
            boolean fits = token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT;
            return fits ? (Object) parser.getDoubleValue() : null;
        }

        @Override
        public @Nullable String complaint(Object value) {
            double number = (Double) value;
            return number >= min && number <= max ? null : "expected a number from " + min + " to " + max;
        }
    }

    /** True or false. */
    record Flag() implements ParamType {
        @Override
        public String word() {
            return "boolean";
        }

        @Override
        public String described() {
            return "true or false";
        }

        @Override
        public @Nullable Object read(JsonParser parser) {
            JsonToken token = parser.currentToken();
            boolean fits = token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE;
            return fits ? (Object) (token == JsonToken.VALUE_TRUE) : null;
        }

        @Override
        public @Nullable String complaint(Object value) {
            return null;
        }
    }

    /** A list of texts. */
    record Texts(Text item) implements ParamType {
        /** Longest list. */
        public static final int MAX_ITEMS = 100;

        @Override
        public String word() {
            return "strings";
        }

        @Override
        public String described() {
            return "a list of strings";
        }

        @Override
        public @Nullable Object read(JsonParser parser) throws IOException {
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                return null;
            }
            List<String> texts = new ArrayList<>();
            boolean fits = true;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (parser.currentToken() == JsonToken.VALUE_STRING) {
                    texts.add(parser.getText());
                } else {
                    fits = false;
                    parser.skipChildren();
                }
            }
            return fits ? List.copyOf(texts) : null;
        }

        @Override
        public @Nullable String complaint(Object value) {
            List<?> texts = (List<?>) value;
            if (texts.size() > MAX_ITEMS) {
                return texts.size() + " entries, expected at most " + MAX_ITEMS;
            }
            for (int i = 0; i < texts.size(); i++) {
                String complaint = item.complaint(texts.get(i));
                if (complaint != null) {
                    return "entry " + i + ": " + complaint;
                }
            }
            return null;
        }
    }
}
