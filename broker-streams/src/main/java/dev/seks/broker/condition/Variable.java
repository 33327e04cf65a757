// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.condition;

import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The names that a condition can use, beside its own. */
public enum Variable {
    PARAMS("The parameters of the request, with defaults filled in, as in params.owner.", null, Circumstances::params),
    AGENT("The name of the agent.", SimpleType.STRING, Circumstances::agent),
    SERVICE("The name of the service.", SimpleType.STRING, at -> at.action().service()),
    ACTION("The name of the action.", SimpleType.STRING, at -> at.action().name()),
    EFFECT(
            "What the action does, by the catalogue: read, write, send, delete, money, admin or credential.",
            SimpleType.STRING,
            at -> at.action().effect().word()),
    RESOURCE(
            "What the action touches, by the catalogue, as in acme/site; empty where the catalogue names nothing.",
            SimpleType.STRING,
            at -> at.action().resource(at.params()).orElse("")),
    REASON_GIVEN(
            "Whether the agent gave a reason; what it says is not visible.",
            SimpleType.BOOL,
            Circumstances::reasonGiven),
    NOW("When the request was asked, by the clock of the log.", SimpleType.TIMESTAMP, Circumstances::at);

    private static final Map<String, Variable> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Variable::word, variable -> variable));

    private final String doc;
    private final Optional<CelType> type;
    private final Function<Circumstances, Object> value;

    Variable(String doc, @org.jspecify.annotations.Nullable CelType type, Function<Circumstances, Object> value) {
        this.doc = doc;
        this.type = Optional.ofNullable(type);
        this.value = value;
    }

    static Optional<Variable> of(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** The names of all, in order of the alphabet. */
    static List<String> words() {
        return BY_NAME.keySet().stream().sorted().toList();
    }

    /** The name in a condition. */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** One sentence for whoever writes a policy. */
    public String doc() {
        return doc;
    }

    /** Its type, which for the parameters depends on the action. */
    Optional<CelType> type() {
        return type;
    }

    Object in(Circumstances circumstances) {
        return value.apply(circumstances);
    }
}
