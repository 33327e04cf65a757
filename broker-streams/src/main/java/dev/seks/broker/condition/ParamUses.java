// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.condition;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelSource;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Walks a parsed condition for what its types do not tell: which parameters it reads, which of these only where it has
 * made sure that they are given, and what could make it costly.
 *
 * <p>It goes from left to right: {@code has(params.x) && params.x > 1} makes sure, the other way round does not.
 */
final class ParamUses {
    private static final String PARAMS = Variable.PARAMS.word();

    private final CelSource source;
    private final List<Use> uses = new ArrayList<>();
    private final List<Flaw> flaws = new ArrayList<>();
    private boolean looping;

    private ParamUses(CelSource source) {
        this.source = source;
    }

    /** What is known to be given where an expression is true, and where it is false. */
    private record Given(Set<String> ifTrue, Set<String> ifFalse) {
        static final Given NOTHING = new Given(Set.of(), Set.of());
    }

    static ParamUses of(CelAbstractSyntaxTree parsed) {
        ParamUses uses = new ParamUses(parsed.getSource());
        uses.walk(parsed.getExpr(), Set.of());
        return uses;
    }

    List<Use> uses() {
        return uses;
    }

    List<Flaw> flaws() {
        return flaws;
    }

    private Given walk(CelExpr expr, Set<String> given) {
        switch (expr.getKind()) {
            case IDENT -> {
                if (expr.ident().name().equals(PARAMS)) {
                    flaw(expr, "params stands by itself, expected one of its values, as in params.owner");
                }
            }
            case SELECT -> {
                return select(expr, given);
            }
            case CALL -> {
                return call(expr, given);
            }
            case COMPREHENSION -> loop(expr, given);
            case LIST -> expr.list().elements().forEach(element -> walk(element, given));
            case MAP ->
                expr.map().entries().forEach(entry -> {
                    walk(entry.key(), given);
                    walk(entry.value(), given);
                });
            case STRUCT -> flaw(expr, "a message is made, expected a condition");
            case CONSTANT, NOT_SET -> {}
        }
        return Given.NOTHING;
    }

    private Given select(CelExpr expr, Set<String> given) {
        CelExpr.CelSelect select = expr.select();
        CelExpr of = select.operand();
        if (of.getKind() != CelExpr.ExprKind.Kind.IDENT || !of.ident().name().equals(PARAMS)) {
            walk(of, given);
            return Given.NOTHING;
        }
        String param = select.field();
        uses.add(use(expr, param, select.testOnly() || given.contains(param)));
        return select.testOnly() ? new Given(Set.of(param), Set.of()) : Given.NOTHING;
    }

    private Given call(CelExpr expr, Set<String> given) {
        CelExpr.CelCall call = expr.call();
        List<CelExpr> args = call.args();
        switch (call.function()) {
            case "_&&_" -> {
                Given left = walk(args.get(0), given);
                Given right = walk(args.get(1), both(given, left.ifTrue));
                return new Given(both(left.ifTrue, right.ifTrue), common(left.ifFalse, right.ifFalse));
            }
            case "_||_" -> {
                Given left = walk(args.get(0), given);
                Given right = walk(args.get(1), both(given, left.ifFalse));
                return new Given(common(left.ifTrue, right.ifTrue), both(left.ifFalse, right.ifFalse));
            }
            case "!_" -> {
                Given inner = walk(args.get(0), given);
                return new Given(inner.ifFalse, inner.ifTrue);
            }
            case "_?_:_" -> {
                Given test = walk(args.get(0), given);
                walk(args.get(1), both(given, test.ifTrue));
                walk(args.get(2), both(given, test.ifFalse));
            }
            default -> {
                call.target().ifPresent(target -> walk(target, given));
                args.forEach(arg -> walk(arg, given));
                if (call.function().equals("matches")) {
                    requirePattern(expr, args);
                }
            }
        }
        return Given.NOTHING;
    }

    /** INVARIANT: an agent never chooses the pattern of a search, and no search runs inside a search. */
    private void requirePattern(CelExpr call, List<CelExpr> args) {
        CelExpr pattern = args.get(args.size() - 1);
        if (pattern.getKind() != CelExpr.ExprKind.Kind.CONSTANT
                || pattern.constant().getKind() != CelConstant.Kind.STRING_VALUE) {
            flaw(call, "matches takes a pattern that is not written out, expected text in quotes");
            return;
        }
        try {
            Pattern.compile(pattern.constant().stringValue());
        } catch (PatternSyntaxException e) {
            flaw(pattern, "not a regular expression (" + e.getDescription() + ")");
        }
    }

    private void loop(CelExpr expr, Set<String> given) {
        CelExpr.CelComprehension loop = expr.comprehension();
        walk(loop.iterRange(), given);
        if (Variable.of(loop.iterVar()).isPresent()) {
            flaw(expr, loop.iterVar() + " is a name of its own already, expected another for the entries of a list");
        }
        if (looping) {
            flaw(expr, "a list is looked through for each entry of another, expected one after the other");
        } else {
            looping = true;
            List.of(loop.accuInit(), loop.loopCondition(), loop.loopStep(), loop.result())
                    .forEach(part -> walk(part, given));
            looping = false;
        }
    }

    private Use use(CelExpr expr, String param, boolean guarded) {
        int[] place = place(expr);
        return new Use(param, guarded, place[0], place[1]);
    }

    private void flaw(CelExpr expr, String message) {
        int[] place = place(expr);
        flaws.add(Flaw.at(place[0], place[1], message));
    }

    /** Line and column, from 1. */
    private int[] place(CelExpr expr) {
        return source.getOffsetLocation(source.getPositionsMap().getOrDefault(expr.id(), 0))
                .map(at -> new int[] {at.getLine(), at.getColumn() + 1})
                .orElse(new int[] {1, 1});
    }

    private static Set<String> both(Set<String> one, Set<String> other) {
        Set<String> both = new HashSet<>(one);
        both.addAll(other);
        return both;
    }

    private static Set<String> common(Set<String> one, Set<String> other) {
        Set<String> common = new HashSet<>(one);
        common.retainAll(other);
        return common;
    }
}
