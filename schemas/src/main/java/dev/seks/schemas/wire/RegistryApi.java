// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** The four calls of Confluent's REST API that are needed, with answers checked field by field. */
final class RegistryApi {
    private static final int MAX_VERSIONS = 1000;
    private static final String AVRO = "AVRO";

    private final RegistryHttp http;

    RegistryApi(RegistryHttp http) {
        this.http = http;
    }

    /** Registers a schema unless it is there; gives its id either way. */
    int register(String subject, String text) throws RegistryException {
        return id(subject, http.post("/subjects/" + subject + "/versions", schema(text)));
    }

    /** The id of a schema that must be registered already. */
    int lookUp(String subject, String text) throws RegistryException {
        return id(subject, http.post("/subjects/" + subject, schema(text)));
    }

    /** Every version of a subject that is an Avro schema, oldest first. */
    List<RegisteredSchema> versions(String subject) throws RegistryException {
        JsonNode versions = http.get("/subjects/" + subject + "/versions");
        if (!versions.isArray() || versions.size() > MAX_VERSIONS) {
            throw unexpected(subject, "a list of at most " + MAX_VERSIONS + " versions");
        }
        List<RegisteredSchema> found = new ArrayList<>();
        for (JsonNode version : versions) {
            if (!version.isIntegralNumber()) {
                throw unexpected(subject, "version numbers");
            }
            JsonNode answer = http.get("/subjects/" + subject + "/versions/" + version.asLong());
            if (AVRO.equals(answer.path("schemaType").asText(AVRO))) {
                found.add(registered(subject, answer));
            }
        }
        return found;
    }

    private static RegisteredSchema registered(String subject, JsonNode answer) throws RegistryException {
        JsonNode text = answer.path("schema");
        if (!text.isTextual()) {
            throw unexpected(subject, "the text of a schema");
        }
        return new RegisteredSchema(id(subject, answer), text.asText());
    }

    private static int id(String subject, JsonNode answer) throws RegistryException {
        JsonNode id = answer.path("id");
        if (!id.isInt() || id.asInt() < 0) {
            throw unexpected(subject, "a schema id");
        }
        return id.asInt();
    }

    private static JsonNode schema(String text) {
        return RegistryHttp.JSON.createObjectNode().put("schema", text).put("schemaType", AVRO);
    }

    private static RegistryException unexpected(String subject, String expected) {
        return new RegistryException(
                "the schema registry's answer about " + subject + " is not understood, expected " + expected, null);
    }
}
