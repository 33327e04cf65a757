// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.catalogue;

import dev.seks.schemas.yaml.Faults;
import dev.seks.schemas.yaml.Suggestion;
import dev.seks.schemas.yaml.YamlFields;
import dev.seks.schemas.yaml.YamlNode;
import dev.seks.schemas.yaml.YamlScalar;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one parameter of an action. */
final class ParamLoader {
    /** The most work that matching one value may be, in instructions times characters. */
    static final long MAX_MATCH_STEPS = 4_000_000;

    static final Set<String> KEYS =
            Set.of("type", "pattern", "required", "default", "in", "min", "max", "max_length", "enum");
    private static final List<String> TYPES = List.of("string", "integer", "number", "boolean", "strings");
    static final int MAX_ENUM = 200;

    private final Faults faults;

    ParamLoader(Faults faults) {
        this.faults = faults;
    }

    Optional<ParamDefinition> param(String name, YamlNode node, Optional<CallForm.Opened> call) {
        Optional<YamlFields> read = YamlFields.of(node, "parameter " + name, KEYS, faults);
        if (read.isEmpty()) {
            return Optional.empty();
        }
        YamlFields fields = read.get();
        Optional<ParamType> type = type(fields);
        Optional<Place> place = call.flatMap(c -> place(name, fields, c));
        boolean required = fields.flag("required").orElse(false);
        if (required && fields.has("default")) {
            faults.add(node, "parameter " + name + " is required and has a default, expected one of them");
        }
        if (place.equals(Optional.of(Place.CONTENT)) && type.isPresent() && !(type.get() instanceof ParamType.Text)) {
            faults.add(node, "parameter " + name + " is " + type.get().word() + ", expected a string for the content");
        }
        if (type.isEmpty() || place.isEmpty()) {
            return Optional.empty();
        }
        ParamDefinition param = new ParamDefinition(name, type.get(), place.get(), required, null);
        Optional<Object> value = fields.any("default").flatMap(d -> defaultValue(d, param));
        return Optional.of(new ParamDefinition(name, type.get(), place.get(), required, value.orElse(null)));
    }

    private Optional<ParamType> type(YamlFields fields) {
        Optional<YamlScalar> word = fields.requiredText("type");
        if (word.isEmpty()) {
            return Optional.empty();
        }
        switch (word.get().text()) {
            case "string":
                return only(fields, "pattern", "max_length", "enum")
                        .text(fields)
                        .map(t -> t);
            case "strings":
                return only(fields, "pattern", "max_length", "enum")
                        .text(fields)
                        .map(ParamType.Texts::new);
            case "integer":
                return Optional.of(only(fields, "min", "max").whole(fields));
            case "number":
                return Optional.of(only(fields, "min", "max").decimal(fields));
            case "boolean":
                only(fields);
                return Optional.of(new ParamType.Flag());
            default:
                faults.add(
                        word.get(),
                        "type " + word.get().described()
                                + Suggestion.didYouMean(word.get().text(), TYPES) + ", expected one of "
                                + String.join(", ", TYPES));
                return Optional.empty();
        }
    }

    /** Refuses the keys that say nothing about this type. */
    private ParamLoader only(YamlFields fields, String... keys) {
        for (String key : List.of("pattern", "max_length", "enum", "min", "max")) {
            if (fields.has(key) && !List.of(keys).contains(key)) {
                faults.add(fields.any(key).orElseThrow(), key + " does not go with this type");
            }
        }
        return this;
    }

    private Optional<ParamType.Text> text(YamlFields fields) {
        int maxLength = fields.integer("max_length", 1, Parameters.MAX_JSON_BYTES)
                .orElse((long) ParamType.Text.DEFAULT_MAX_LENGTH)
                .intValue();
        Optional<YamlScalar> written = fields.text("pattern");
        Optional<ValuePattern> pattern = written.flatMap(p ->
                ValuePattern.parse(p.text(), fault -> faults.add(p, "pattern " + p.described() + ", " + fault)));
        if (pattern.isPresent() && (long) pattern.get().programSize() * maxLength > MAX_MATCH_STEPS) {
            faults.add(
                    written.orElseThrow(),
                    "pattern repeats too much for max_length " + maxLength + ", expected a lower max_length");
        }
        List<String> allowed =
                fields.texts("enum").stream().map(YamlScalar::text).toList();
        if (allowed.size() > MAX_ENUM || (fields.has("enum") && allowed.isEmpty())) {
            faults.add(fields.node(), "enum has " + allowed.size() + " values, expected 1 to " + MAX_ENUM);
        }
        boolean patternFits = !fields.has("pattern") || pattern.isPresent();
        return patternFits
                ? Optional.of(new ParamType.Text(maxLength, pattern.orElse(null), allowed))
                : Optional.empty();
    }

    private ParamType whole(YamlFields fields) {
        long bound = 999_999_999_999_999_999L;
        long min = fields.integer("min", -bound, bound).orElse(Long.MIN_VALUE);
        long max = fields.integer("max", -bound, bound).orElse(Long.MAX_VALUE);
        if (min > max) {
            faults.add(fields.node(), "min " + min + " is above max " + max);
        }
        return new ParamType.Whole(min, max);
    }

    private ParamType decimal(YamlFields fields) {
        double min = fields.any("min").flatMap(n -> decimal(n, "min")).orElse(-Double.MAX_VALUE);
        double max = fields.any("max").flatMap(n -> decimal(n, "max")).orElse(Double.MAX_VALUE);
        if (min > max) {
            faults.add(fields.node(), "min " + min + " is above max " + max);
        }
        return new ParamType.Decimal(min, max);
    }

    private Optional<Double> decimal(YamlNode node, String what) {
        if (node instanceof YamlScalar s && s.plain() && s.text().matches("-?(0|[1-9][0-9]{0,17})(\\.[0-9]{1,17})?")) {
            return Optional.of(Double.valueOf(s.text()));
        }
        faults.add(node, what + " is " + node.described() + ", expected a number such as 0.5");
        return Optional.empty();
    }

    private Optional<Place> place(String name, YamlFields fields, CallForm.Opened call) {
        Optional<YamlScalar> written = fields.text("in");
        if (written.isEmpty()) {
            return fields.has("in") ? Optional.empty() : defaultPlace(name, fields, call);
        }
        YamlScalar word = written.get();
        Optional<Place> place = Place.of(word.text());
        if (place.isEmpty()) {
            faults.add(
                    word,
                    "in " + word.described() + Suggestion.didYouMean(word.text(), Place.words()) + ", expected one of "
                            + String.join(", ", Place.words()));
            return place;
        }
        String complaint = complaint(name, place.get(), call);
        if (complaint != null) {
            faults.add(word, "in " + word.text() + ", " + complaint);
            return Optional.empty();
        }
        return place;
    }

    private Optional<Place> defaultPlace(String name, YamlFields fields, CallForm.Opened call) {
        Optional<Place> place = call.placeOf(name);
        if (place.isEmpty()) {
            faults.add(fields.node(), "parameter " + name + " goes nowhere, expected " + call.howToPlace(name));
        }
        return place;
    }

    private static @Nullable String complaint(String name, Place place, CallForm.Opened call) {
        boolean isNamedPlace = place == Place.PATH || place == Place.STATEMENT;
        if (call.names(name) && !isNamedPlace) {
            String where = call.places().contains(Place.STATEMENT) ? "statement" : "path";
            return "but the " + where + " names it, expected " + where;
        }
        if (!call.places().contains(place)) {
            return "expected " + place.where();
        }
        return isNamedPlace && !call.names(name) ? "but the " + place.word() + " does not name it" : null;
    }

    private Optional<Object> defaultValue(YamlNode node, ParamDefinition param) {
        Optional<Object> value = DefaultValue.read(node, param.type());
        if (value.isEmpty()) {
            faults.add(
                    node,
                    "default is " + node.described() + ", expected "
                            + param.type().described());
            return value;
        }
        String complaint = param.complaint(value.get());
        if (complaint != null) {
            faults.add(node, "default is " + node.described() + ", " + complaint);
        }
        return value;
    }
}
