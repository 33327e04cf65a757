// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.catalogue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.seks.schemas.yaml.Quote;
import dev.seks.schemas.yaml.Suggestion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The declared parameters of one action, and the check of a request's JSON against them. The JSON is read strictly:
 * one object, no key twice, nothing after it, everything bounded. No message repeats a value.
 */
public final class Parameters {
    /** Longest JSON text, in bytes of UTF-8. */
    public static final int MAX_JSON_BYTES = 64 * 1024;

    /** How many faults of one request are told. */
    public static final int MAX_FAULTS = 20;

    private static final int MAX_JSON_DEPTH = 8;
    private static final int MAX_NUMBER_LENGTH = 40;

    // names are the agent's: they stay out of Jackson's shared symbol table
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_JSON_DEPTH)
                    .maxNumberLength(MAX_NUMBER_LENGTH)
                    .maxStringLength(MAX_JSON_BYTES)
                    .maxNameLength(MAX_JSON_BYTES)
                    .build())
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    private final List<ParamDefinition> all;
    private final Map<String, Integer> positions = new HashMap<>();

    public Parameters(List<ParamDefinition> all) {
        this.all = List.copyOf(all);
        for (ParamDefinition param : all) {
            if (positions.put(param.name(), positions.size()) != null) {
                throw new IllegalArgumentException("parameter " + param.name() + " is declared twice");
            }
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Parameters that && all.equals(that.all);
    }

    @Override
    public int hashCode() {
        return all.hashCode();
    }

    /** Every declared parameter, in the order of the file. */
    public List<ParamDefinition> all() {
        return all;
    }

    public Optional<ParamDefinition> find(String name) {
        return Optional.ofNullable(positions.get(name)).map(all::get);
    }

    /** Judges a JSON object; its parameters fit only if every fault is absent. */
    public ParamCheck check(String json) {
        if (isTooLong(json)) {
            return new ParamCheck.Invalid(List.of("$: too long, expected at most " + MAX_JSON_BYTES + " bytes"));
        }
        List<String> faults = new ArrayList<>(0);
        @Nullable Object[] values = new Object[all.size()];
        boolean[] seen = new boolean[all.size()];
        try (JsonParser parser = JSON.createParser(json)) {
            if (readObject(parser, values, seen, faults)) {
                fillIn(values, seen, faults);
            }
        } catch (StreamConstraintsException e) {
            faults.add("$: nested too deep or a number too long, expected an object of plain values");
        } catch (IOException e) {
            faults.add("$: not JSON, expected an object");
        }
        return faults.isEmpty() ? new ParamCheck.Valid(named(values)) : new ParamCheck.Invalid(bounded(faults));
    }

    /** Whether there was one object to its end. */
    private boolean readObject(JsonParser parser, @Nullable Object[] values, boolean[] seen, List<String> faults)
            throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            faults.add("$: expected an object");
            return false;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            Integer position = positions.get(name);
            if (position == null) {
                faults.add("$." + shown(name) + ": not a parameter" + Suggestion.didYouMean(name, positions.keySet()));
                parser.skipChildren();
            } else if (seen[position]) {
                faults.add("$." + name + ": given twice");
                parser.skipChildren();
            } else {
                seen[position] = true;
                values[position] = readValue(parser, all.get(position), faults);
            }
        }
        if (parser.nextToken() != null) {
            faults.add("$: more after the object, expected nothing");
        }
        return true;
    }

    private static @Nullable Object readValue(JsonParser parser, ParamDefinition param, List<String> faults)
            throws IOException {
        Object value = param.type().read(parser);
        if (value == null) {
            parser.skipChildren();
            faults.add("$." + param.name() + ": expected " + param.type().described());
            return null;
        }
        String complaint = param.complaint(value);
        if (complaint != null) {
            faults.add("$." + param.name() + ": " + complaint);
        }
        return value;
    }

    private void fillIn(@Nullable Object[] values, boolean[] seen, List<String> faults) {
        for (int i = 0; i < seen.length; i++) {
            if (!seen[i]) {
                ParamDefinition param = all.get(i);
                values[i] = param.defaultValue();
                if (param.required() && values[i] == null) {
                    faults.add("$." + param.name() + ": missing, expected "
                            + param.type().described());
                }
            }
        }
    }

    private Map<String, Object> named(@Nullable Object[] values) {
        Map<String, Object> named = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            if (value != null) {
                named.put(all.get(i).name(), value);
            }
        }
        return Collections.unmodifiableMap(named);
    }

    private static List<String> bounded(List<String> faults) {
        if (faults.size() <= MAX_FAULTS) {
            return faults;
        }
        List<String> some = new ArrayList<>(faults.subList(0, MAX_FAULTS));
        some.add("$: and " + (faults.size() - MAX_FAULTS) + " more faults");
        return some;
    }

    private static String shown(String name) {
        return Names.isAgent(name) ? name : Quote.of(name);
    }

    private static boolean isTooLong(String json) {
        return json.length() > MAX_JSON_BYTES
                || (json.length() > MAX_JSON_BYTES / 3
                        && json.getBytes(StandardCharsets.UTF_8).length > MAX_JSON_BYTES);
    }
}
