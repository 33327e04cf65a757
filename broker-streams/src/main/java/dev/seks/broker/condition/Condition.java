// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.condition;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelRuntime;
import dev.seks.schemas.catalogue.ActionDefinition;
import dev.seks.schemas.catalogue.ParamType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A condition as a policy's text says it, right by itself but not yet held against any action. Equal only to itself. */
public final class Condition {
    private final String text;
    private final CelAbstractSyntaxTree parsed;
    private final List<Use> uses;
    private final List<String> params;

    private Condition(String text, CelAbstractSyntaxTree parsed, List<Use> uses) {
        this.text = text;
        this.parsed = parsed;
        this.uses = List.copyOf(uses);
        this.params = uses.stream().map(Use::param).distinct().toList();
    }

    /** What reading a text came to. */
    public sealed interface Result {}

    /** The text is a condition. */
    public record Read(Condition condition) implements Result {}

    /** The text is none; all that is wrong with it. */
    public record Faulty(List<Flaw> flaws) implements Result {
        public Faulty {
            flaws = List.copyOf(flaws);
        }
    }

    /** What holding a condition against an action came to. */
    sealed interface Fit {
        /** It can be asked about the action. */
        record Ready(CelRuntime.Program program) implements Fit {}

        /** It cannot. */
        record Unfit(List<Flaw> flaws) implements Fit {}
    }

    /** Reads a text; time and memory are bounded by its length, which is bounded too. */
    public static Result read(String text) {
        if (text.codePointCount(0, text.length()) > Cel.MAX_LENGTH) {
            return new Faulty(
                    List.of(new Flaw(text.length() + " characters long, expected at most " + Cel.MAX_LENGTH)));
        }
        CelValidationResult parsed = Cel.parse(text);
        if (parsed.hasError()) {
            return new Faulty(CelWords.flaws(parsed));
        }
        CelAbstractSyntaxTree tree = tree(parsed);
        ParamUses found = ParamUses.of(tree);
        Condition condition = new Condition(text, tree, found.uses());
        Map<String, CelType> any = new LinkedHashMap<>();
        condition.params.forEach(param -> any.put(param, SimpleType.DYN));
        Set<Flaw> flaws = new LinkedHashSet<>(found.flaws());
        if (flaws.isEmpty()) {
            flaws.addAll(CelWords.flaws(Cel.check(tree, any)));
        }
        return flaws.isEmpty() ? new Read(condition) : new Faulty(List.copyOf(flaws));
    }

    public String text() {
        return text;
    }

    /** The types of the parameters it reads, in this action; two actions of the same types take the same program. */
    List<Optional<String>> shape(ActionDefinition action) {
        List<Optional<String>> shape = new ArrayList<>(params.size());
        for (String param : params) {
            shape.add(
                    action.params().find(param).map(declared -> declared.type().word()));
        }
        return shape;
    }

    /** What is wrong with its parameters for this action, before types are looked at. */
    List<Flaw> misuses(ActionDefinition action) {
        return uses.stream()
                .flatMap(use -> use.flaw(action).stream())
                .distinct()
                .toList();
    }

    /** Checks its types for an action that has all parameters it reads. */
    Fit fit(ActionDefinition action) {
        Map<String, CelType> types = new LinkedHashMap<>();
        params.forEach(param -> action.params().find(param).ifPresent(p -> types.put(param, type(p.type()))));
        CelValidationResult checked = Cel.check(parsed, types);
        return checked.hasError() ? new Fit.Unfit(CelWords.flaws(checked)) : new Fit.Ready(Cel.program(tree(checked)));
    }

    private static CelType type(ParamType type) {
        if (type instanceof ParamType.Text) {
            return SimpleType.STRING;
        } else if (type instanceof ParamType.Whole) {
            return SimpleType.INT;
        } else if (type instanceof ParamType.Decimal) {
            return SimpleType.DOUBLE;
        } else if (type instanceof ParamType.Flag) {
            return SimpleType.BOOL;
        }
        return ListType.create(SimpleType.STRING);
    }

    private static CelAbstractSyntaxTree tree(CelValidationResult result) {
        try {
            return result.getAst();
        } catch (CelValidationException e) {
            throw new IllegalStateException("a condition without errors has no tree, expected one", e);
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
