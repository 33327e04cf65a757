// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.policy;

import dev.seks.broker.decision.Rehearsal;
import dev.seks.broker.policy.CompiledPolicy;
import dev.seks.broker.policy.Policy;
import dev.seks.schemas.catalogue.ActionCatalogue;
import dev.seks.schemas.yaml.Fault;
import java.util.List;
import java.util.Optional;

/** A policy file and its catalogue made ready to be asked, or all that is wrong with them. */
public sealed interface Trial {

    /**
     * It can be asked.
     *
     * @param catalogue empty where there is none: then it answers by names alone
     * @param operators the people of the group operators
     */
    record Ready(Policy policy, CompiledPolicy rules, Optional<ActionCatalogue> catalogue, List<String> operators)
            implements Trial {
        public Ready {
            operators = List.copyOf(operators);
        }

        Rehearsal rehearsal() {
            return catalogue
                    .map(actions -> new Rehearsal(rules, actions, operators))
                    .orElseGet(() -> Rehearsal.byName(rules, operators));
        }
    }

    /** It cannot. */
    record Faulty(List<Fault> faults) implements Trial {
        public Faulty {
            faults = List.copyOf(faults);
        }
    }

    /** Where nobody knows who the operators are, stand-ins are assumed, as many as are needed. */
    static Trial of(Reading reading) {
        return of(reading, reading.policy().map(Rehearsal::standIns).orElse(List.of()));
    }

    /** Without a catalogue the policy answers by names alone. */
    static Trial of(Reading reading, List<String> operators) {
        if (!reading.faults().isEmpty()) {
            return new Faulty(reading.faults());
        }
        Policy policy = reading.policy().orElseThrow();
        Optional<ActionCatalogue> catalogue = reading.actions().catalogue();
        Policy.Compilation compilation = policy.compileFor(catalogue.orElseGet(ActionCatalogue::empty));
        return compilation instanceof Policy.Compiled compiled
                ? new Ready(policy, compiled.policy(), catalogue, operators)
                : new Faulty(((Policy.Faulty) compilation).faults());
    }
}
