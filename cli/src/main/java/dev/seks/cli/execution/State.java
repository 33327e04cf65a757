// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.execution;

import dev.seks.schemas.record.ExecutionStatus;
import java.util.Locale;

/** Where the execution of an approved request stands. */
enum State {
    /** Claimed, and without a result so far. */
    RUNNING("yellow"),
    SUCCEEDED("green"),
    FAILED("red"),
    /** Nobody knows whether the service did it, and nobody has found out. */
    UNKNOWN("red"),
    /** The outcome was unknown, and a person has found out. */
    RESOLVED("yellow"),
    LAPSED("red"),
    REFUSED("red");

    private final String colour;

    State(String colour) {
        this.colour = colour;
    }

    static State of(ExecutionStatus status) {
        return switch (status) {
            case SUCCEEDED -> SUCCEEDED;
            case FAILED -> FAILED;
            case OUTCOME_UNKNOWN -> UNKNOWN;
            case LAPSED -> LAPSED;
            case REFUSED -> REFUSED;
        };
    }

    String colour() {
        return colour;
    }

    /** As it is typed. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
