// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.peers;

/** The engines that are compared. */
public enum EngineKind {
    SEKS("seks") {
        @Override
        Engine with(Rulebook book) {
            return new SeksEngine(book);
        }
    },
    /** What one writes in an afternoon: lists of compiled regular expressions, found by name. */
    REGEX("regex list") {
        @Override
        Engine with(Rulebook book) {
            return new RegexEngine(book);
        }
    },
    /** CEL expressions, compiled ahead and found by name. */
    CEL("CEL alone") {
        @Override
        Engine with(Rulebook book) throws Exception {
            return new CelEngine(book);
        }
    },
    /** Cedar through its Java binding, with the policy set parsed and cached ahead. */
    CEDAR("Cedar") {
        @Override
        Engine with(Rulebook book) throws Exception {
            return new CedarEngine(book);
        }
    },
    JCASBIN("jCasbin") {
        @Override
        Engine with(Rulebook book) {
            return new CasbinEngine(book);
        }
    };

    private final String title;

    EngineKind(String title) {
        this.title = title;
    }

    /** The name in a table. */
    public String title() {
        return title;
    }

    abstract Engine with(Rulebook book) throws Exception;
}
