// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seks.schemas.record.CapabilityRequest;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.ExecutionResult;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * How a record looks as JSON: the Avro field names in the schema's order, times in RFC 3339 UTC with milliseconds,
 * enums by name, absent values null.
 *
 * <p>Text that holds JSON (a request's params, the body of a result whose content type says so) and bytes that hold a
 * record (a decision's request) are shown as what they hold; what cannot be read is shown as text or as Base64.
 */
public final class RecordJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final RecordCodec<CapabilityRequest> requests;

    private RecordJson(RecordCodec<CapabilityRequest> requests) {
        this.requests = requests;
    }

    /** A rendering that decodes the requests inside decisions under the given ids. */
    public static RecordJson of(SchemaIds ids) {
        return new RecordJson(RecordCodec.of(CapabilityRequest.class, ids));
    }

    /** The record as a JSON object. */
    public ObjectNode render(SpecificRecord message) {
        return render(
                message,
                message.getSchema().getFields().stream().map(Schema.Field::name).toList());
    }

    /** Some fields of the record, in the order given. */
    public ObjectNode render(SpecificRecord message, List<String> fields) {
        ObjectNode object = NODES.objectNode();
        for (String name : fields) {
            object.set(
                    name,
                    field(
                            message,
                            name,
                            message.get(message.getSchema().getField(name).pos())));
        }
        return object;
    }

    /** A time in RFC 3339 UTC, e.g. {@code 2026-01-31T09:30:00.125Z}, or JSON null. */
    public static JsonNode time(@Nullable Instant time) {
        return time == null ? NODES.nullNode() : NODES.textNode(TIME.format(time));
    }

    /** The JSON that {@code text} holds, or the text itself when it holds none. */
    public static JsonNode embedded(String text) {
        JsonNode read = read(text);
        return read == null ? NODES.textNode(text) : read;
    }

    /** The JSON that {@code text} is, without duplicate keys and with nothing after it; null when it is not. */
    public static @Nullable JsonNode read(String text) {
        try {
            JsonNode read = MAPPER.readTree(text);
            return read.isMissingNode() ? null : read;
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    /** The body of a result: what it holds when its content type says JSON, else the text. */
    public static JsonNode body(ExecutionResult result) {
        String body = result.getBody();
        if (body == null) {
            return NODES.nullNode();
        }
        return isJson(result.getContentType()) ? embedded(body) : NODES.textNode(body);
    }

    private JsonNode field(SpecificRecord message, String name, @Nullable Object value) {
        if (message instanceof CapabilityRequest request && name.equals("params")) {
            return embedded(request.getParams());
        }
        if (message instanceof ExecutionResult result && name.equals("body")) {
            return body(result);
        }
        if (message instanceof Decision decision && name.equals("request")) {
            return request(decision.getRequest());
        }
        return value(value);
    }

    private JsonNode value(@Nullable Object value) {
        if (value == null) {
            return NODES.nullNode();
        } else if (value instanceof SpecificRecord nested) {
            return render(nested);
        } else if (value instanceof Collection<?> items) {
            ArrayNode array = NODES.arrayNode();
            items.forEach(item -> array.add(value(item)));
            return array;
        } else if (value instanceof Map<?, ?> entries) {
            ObjectNode object = NODES.objectNode();
            entries.forEach((key, entry) -> object.set(String.valueOf(key), value(entry)));
            return object;
        } else if (value instanceof Instant time) {
            return time(time);
        } else if (value instanceof Boolean truth) {
            return NODES.booleanNode(truth);
        } else if (value instanceof Integer number) {
            return NODES.numberNode(number);
        } else if (value instanceof Long number) {
            return NODES.numberNode(number);
        } else if (value instanceof ByteBuffer bytes) {
            return NODES.textNode(Base64.getEncoder().encodeToString(array(bytes)));
        }
        return NODES.textNode(value.toString());
    }

    private JsonNode request(@Nullable ByteBuffer bytes) {
        if (bytes == null) {
            return NODES.nullNode();
        }
        try {
            return render(requests.decode(array(bytes)));
        } catch (WireException e) {
            return value(bytes);
        }
    }

    private static byte[] array(ByteBuffer bytes) {
        byte[] array = new byte[bytes.remaining()];
        bytes.duplicate().get(array);
        return array;
    }

    private static boolean isJson(@Nullable String contentType) {
        if (contentType == null) {
            return false;
        }
        String media = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return media.equals("application/json") || media.endsWith("+json");
    }
}
