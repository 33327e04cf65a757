// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import dev.seks.schemas.catalogue.Effect;
import dev.seks.schemas.yaml.Fault;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds rules that decide nothing, wherever they reach, because rules without conditions always outrank them; and
 * wildcards that allow something dangerous beside what is not.
 */
final class EffectReview {
    /** How many pieces of patterns are looked for; in a policy that takes more, nothing is found. */
    private static final long MAX_WORK = 50_000_000;

    private static final int MAX_NAMED = 3;

    private final RuleGrid grid;
    private final Map<RuleEntry, Trace> traces = new IdentityHashMap<>();
    private long work;

    /** What came of one rule over all that it reaches. */
    private static final class Trace {
        private boolean decides;
        private boolean reachesHarmless;
        private @Nullable RuleEntry outrankedBy;
        private final Set<String> dangers = new LinkedHashSet<>();
    }

    EffectReview(RuleGrid grid) {
        this.grid = grid;
    }

    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        if (!isTooMuch()) {
            grid.show((rules, service) -> {
                trace(new RuleSet(rules), service);
                return true;
            });
            traces.forEach((entry, trace) -> tell(entry, trace, findings));
        }
        return findings;
    }

    /** Counts the pieces of patterns that there are to be looked for, until they are too many. */
    private boolean isTooMuch() {
        if (grid.size() > MAX_WORK) {
            return true;
        }
        grid.show((rules, service) -> {
            work += rules.stream().mapToLong(ServiceRules::cost).sum() * service.size();
            return work <= MAX_WORK;
        });
        return work > MAX_WORK;
    }

    private void trace(RuleSet rules, ServiceIndex service) {
        for (int i = 0; i < service.size(); i++) {
            String action = service.name(i);
            Effect effect = service.effect(i);
            boolean onlyByExactName = effect == Effect.CREDENTIAL;
            RuleEntry denies = always(rules.deny(), action, false);
            RuleEntry asks = always(rules.requireApproval(), action, onlyByExactName);
            for (RuleEntry entry : rules.deny()) {
                if (entry.isGuarded() && entry.holdsFor(action, false)) {
                    trace(entry, denies);
                }
            }
            for (RuleEntry entry : rules.requireApproval()) {
                if (entry.holdsFor(action, onlyByExactName)) {
                    trace(entry, denies);
                }
            }
            for (RuleEntry entry : rules.allow()) {
                if (entry.holdsFor(action, onlyByExactName)) {
                    Trace trace = trace(entry, denies == null ? asks : denies);
                    trace.reachesHarmless |= !isDangerous(effect);
                    if (isDangerous(effect) && !isCaught(rules, action)) {
                        trace.dangers.add(action + " (" + effect.word() + ")");
                    }
                }
            }
        }
    }

    private Trace trace(RuleEntry entry, @Nullable RuleEntry outrankedBy) {
        Trace trace = traces.computeIfAbsent(entry, e -> new Trace());
        if (outrankedBy == null) {
            trace.decides = true;
        } else if (trace.outrankedBy == null) {
            trace.outrankedBy = outrankedBy;
        }
        return trace;
    }

    /** Whether somebody has thought of the action, if only under conditions. */
    private static boolean isCaught(RuleSet rules, String action) {
        return Stream.of(rules.deny(), rules.requireApproval())
                .flatMap(List::stream)
                .anyMatch(entry -> entry.pattern().matches(action));
    }

    private static @Nullable RuleEntry always(List<RuleEntry> entries, String action, boolean onlyByExactName) {
        for (RuleEntry entry : entries) {
            if (!entry.isGuarded() && entry.holdsFor(action, onlyByExactName)) {
                return entry;
            }
        }
        return null;
    }

    private static boolean isDangerous(Effect effect) {
        return switch (effect) {
            case READ, WRITE, SEND -> false;
            case DELETE, MONEY, ADMIN, CREDENTIAL -> true;
        };
    }

    private static void tell(RuleEntry entry, Trace trace, List<Finding> findings) {
        String pattern = '"' + entry.pattern().text() + '"';
        if (!trace.decides && trace.outrankedBy != null && standTogether(entry, trace.outrankedBy)) {
            Rule stronger = trace.outrankedBy.rule();
            findings.add(warning(
                    entry,
                    pattern + " decides nothing: what it reaches "
                            + (trace.outrankedBy.asking() == null ? "is always denied" : "always needs approval")
                            + ", by "
                            + stronger.path() + " in line " + stronger.line()));
        }
        boolean mayBeNarrowed = entry.guard() != null && entry.guard().when() != null;
        if (!entry.pattern().isExact() && trace.reachesHarmless && !trace.dangers.isEmpty() && !mayBeNarrowed) {
            List<String> named = trace.dangers.stream().limit(MAX_NAMED).toList();
            int more = trace.dangers.size() - named.size();
            findings.add(warning(
                    entry,
                    pattern + " allows more than its other actions suggest: " + String.join(", ", named)
                            + (more > 0 ? " and " + more + " more" : "")
                            + "; deny these, require approval for them, or allow them by name"));
        }
    }

    /** Under one service of one agent or role; what stands elsewhere is laid over on purpose, to narrow it. */
    private static boolean standTogether(RuleEntry one, RuleEntry other) {
        return place(one).equals(place(other));
    }

    /** The path of a rule without its list. */
    private static String place(RuleEntry entry) {
        String path = entry.rule().path();
        return path.substring(0, path.lastIndexOf('.'));
    }

    private static Finding warning(RuleEntry entry, String message) {
        Rule rule = entry.rule();
        return new Finding(Finding.Severity.WARNING, new Fault(rule.file(), rule.line(), entry.column(), message));
    }
}
