// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.seks.cli.fault.EnvironmentFault;
import dev.seks.schemas.text.Printable;
import dev.seks.schemas.wire.RecordJson;
import java.util.List;

/**
 * Parameters as words of a command line: {@code name=text} is always text and {@code name:=json} always JSON, so that
 * what is sent depends on nothing but what was typed.
 */
final class ParamPairs {
    private ParamPairs() {}

    /** The JSON object that the pairs make up. */
    static String object(List<String> pairs) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (String pair : pairs) {
            int at = pair.indexOf('=');
            boolean isJson = at > 0 && pair.charAt(at - 1) == ':';
            String name = at < 0 ? "" : pair.substring(0, isJson ? at - 1 : at);
            if (name.isEmpty()) {
                throw EnvironmentFault.of("parameter '" + Printable.of(pair) + "', expected NAME=TEXT or NAME:=JSON");
            }
            if (object.has(name)) {
                throw EnvironmentFault.of("parameter " + Printable.of(name) + " is given twice, expected once");
            }
            String value = pair.substring(at + 1);
            object.set(name, isJson ? json(name, value) : TextNode.valueOf(value));
        }
        return object.toString();
    }

    private static JsonNode json(String name, String value) {
        JsonNode read = RecordJson.read(value);
        if (read == null) {
            throw EnvironmentFault.of("parameter " + Printable.of(name) + " is no JSON, expected e.g. " + name
                    + ":=true, or " + name + "=TEXT for text");
        }
        return read;
    }
}
