// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.condition;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.seks.schemas.catalogue.ActionDefinition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The conditions of one policy, each ready for every action that it can reach. Immutable. */
public final class Conditions {
    /** How many conditions a policy may hold, counted once for each choice of types that its actions give them. */
    public static final int MAX_CHECKED = 2_000;

    private final Map<Condition, Programs> programs;

    private Conditions(Map<Condition, Programs> programs) {
        this.programs = programs;
    }

    /** The programs of one condition, by the types of the parameters it reads; most have one. */
    private static final class Programs {
        private final Map<List<Optional<String>>, Condition.Fit> byShape = new HashMap<>();
        private CelRuntime.@Nullable Program only;

        private Condition.@Nullable Fit find(List<Optional<String>> shape) {
            return byShape.get(shape);
        }

        private void add(List<Optional<String>> shape, Condition.Fit fit) {
            byShape.put(shape, fit);
            only = byShape.size() == 1 && fit instanceof Condition.Fit.Ready ready ? ready.program() : null;
        }

        private CelRuntime.@Nullable Program of(Condition condition, ActionDefinition action) {
            if (only != null) {
                return only;
            }
            return byShape.get(condition.shape(action)) instanceof Condition.Fit.Ready ready ? ready.program() : null;
        }
    }

    /** Holds conditions against the actions that they can reach; not for use by several threads. */
    public static final class Builder {
        private final Map<Condition, Programs> programs = new HashMap<>();
        private int checked;

        /** What is wrong with the condition for this action; empty if it can be asked about it. */
        public List<Flaw> add(Condition condition, ActionDefinition action) {
            Programs known = programs.computeIfAbsent(condition, c -> new Programs());
            List<Flaw> misuses = condition.misuses(action);
            if (!misuses.isEmpty()) {
                return misuses;
            }
            List<Optional<String>> shape = condition.shape(action);
            Condition.Fit fit = known.find(shape);
            if (fit == null) {
                if (++checked > MAX_CHECKED) {
                    return List.of(new Flaw("more than " + MAX_CHECKED + " different conditions in one policy"));
                }
                fit = condition.fit(action);
                known.add(shape, fit);
            }
            return fit instanceof Condition.Fit.Unfit unfit ? unfit.flaws() : List.of();
        }

        public Conditions build() {
            return new Conditions(Map.copyOf(programs));
        }
    }

    /**
     * Asks a condition about a request.
     *
     * <p>INVARIANT: whatever goes wrong is {@link Truth#FAILED}, a condition that was never held against the action too.
     */
    public Truth judge(Condition condition, Circumstances at) {
        Programs known = programs.get(condition);
        CelRuntime.Program program = known == null ? null : known.of(condition, at.action());
        if (program == null) {
            return Truth.FAILED;
        }
        try {
            Object said = program.eval(at::find);
            return !(said instanceof Boolean holds) ? Truth.FAILED : holds ? Truth.HOLDS : Truth.DOES_NOT_HOLD;
        } catch (CelEvaluationException | RuntimeException e) {
            return Truth.FAILED;
        }
    }
}
