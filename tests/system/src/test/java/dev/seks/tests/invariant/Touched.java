// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.invariant;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.seks.schemas.record.BundleFile;
import dev.seks.schemas.record.CapabilityRequest;
import dev.seks.schemas.record.PolicyBundle;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a request touches, read off the text of its bundle's catalogue by another reader of YAML.
 *
 * @param resource as the catalogue names it; null where it names none
 * @param params with defaults filled in, each as text with its kind in front
 */
record Touched(@Nullable String resource, Map<String, String> params) {
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final Pattern PLACE = Pattern.compile("\\{([^}]*)}");
    private static final String KEPT = "-._~@+";

    static Touched of(PolicyBundle bundle, CapabilityRequest request) {
        JsonNode action = action(bundle, request);
        Map<String, String> params = new TreeMap<>();
        for (Map.Entry<String, JsonNode> declared : action.path("params").properties()) {
            JsonNode otherwise = declared.getValue().path("default");
            if (!otherwise.isMissingNode()) {
                params.put(declared.getKey(), text(otherwise));
            }
        }
        read(request.getParams()).properties().forEach(given -> params.put(given.getKey(), text(given.getValue())));
        JsonNode template = action.path("resource");
        return new Touched(template.isMissingNode() ? null : filled(template.asText(), params), params);
    }

    private static JsonNode action(PolicyBundle bundle, CapabilityRequest request) {
        for (BundleFile file : bundle.getCatalogue()) {
            JsonNode service = read(file.getText());
            if (service.path("service").asText().equals(request.getService())) {
                return service.path("actions").path(request.getAction());
            }
        }
        return MissingNode.getInstance();
    }

    private static JsonNode read(String text) {
        try {
            return YAML.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was decided on is no YAML", e);
        }
    }

    private static String text(JsonNode value) {
        return value.isNumber()
                ? "n" + value.decimalValue().stripTrailingZeros().toPlainString()
                : value.isTextual() ? "s" + value.asText() : "o" + value;
    }

    private static String filled(String template, Map<String, String> params) {
        Matcher places = PLACE.matcher(template);
        StringBuilder filled = new StringBuilder();
        while (places.find()) {
            String value = params.getOrDefault(places.group(1), "s").substring(1);
            places.appendReplacement(filled, Matcher.quoteReplacement(encoded(value)));
        }
        return places.appendTail(filled).toString();
    }

    private static String encoded(String value) {
        StringBuilder encoded = new StringBuilder();
        for (byte unit : value.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (unit & 0xff);
            boolean isKept = (c < 0x80 && Character.isLetterOrDigit(c)) || KEPT.indexOf(c) >= 0;
            encoded.append(isKept ? String.valueOf(c) : String.format("%%%02X", (int) c));
        }
        return encoded.toString();
    }
}
