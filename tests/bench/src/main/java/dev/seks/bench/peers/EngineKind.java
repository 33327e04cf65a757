// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.peers;

/** The engines that are compared. */
public enum EngineKind {
    SEKS {
        @Override
        Engine with(Rulebook book) {
            return new SeksEngine(book);
        }
    },
    /** What one writes in an afternoon: a list of compiled regular expressions for each agent's service. */
    REGEX {
        @Override
        Engine with(Rulebook book) {
            return new RegexEngine(book);
        }
    },
    /** One CEL expression for each service, compiled ahead. */
    CEL {
        @Override
        Engine with(Rulebook book) throws Exception {
            return new CelEngine(book);
        }
    },
    /** Cedar through its Java binding, with the policy set parsed and cached ahead. */
    CEDAR {
        @Override
        Engine with(Rulebook book) throws Exception {
            return new CedarEngine(book);
        }
    },
    JCASBIN {
        @Override
        Engine with(Rulebook book) {
            return new CasbinEngine(book);
        }
    };

    abstract Engine with(Rulebook book) throws Exception;
}
