// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.catalogue;

import java.util.List;

/** One field of an answer that the agent may see. */
public record ReturnField(List<String> path, ReturnType type) {

    public ReturnField {
        path = List.copyOf(path);
    }

    /** The field written so, {@code a.b} for one inside another. */
    static ReturnField of(String dotted, ReturnType type) {
        return new ReturnField(List.of(dotted.split("\\.")), type);
    }

    /** As a catalogue file writes it. */
    @Override
    public String toString() {
        return String.join(".", path);
    }
}
