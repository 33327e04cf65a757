// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.oracle;

import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a request: words, as the records have them.
 *
 * @param rules paths of all rules that led to it, in the order of the file
 * @param needed what people must do, where they are asked
 */
public record Answer(
        String outcome,
        String reason,
        List<String> rules,
        @Nullable Needed needed) {

    /** What people must do, over all rules that ask; {@code people} has the members of each group that is asked. */
    public record Needed(
            SortedMap<String, List<String>> people, Seats seats, int minutes, boolean sso, boolean grantable) {}

    /** Who must sit, as in {@code 2 of [g, h]}, and how many people at least in all. */
    public record Seats(Set<String> requirements, int quorum) {}

    static Answer denied(String reason) {
        return new Answer("DENIED", reason, List.of(), null);
    }

    /** 2 may act, 1 may act when people agree, 0 may not. */
    int width() {
        return switch (outcome) {
            case "APPROVED" -> 2;
            case "PENDING" -> 1;
            default -> 0;
        };
    }
}
