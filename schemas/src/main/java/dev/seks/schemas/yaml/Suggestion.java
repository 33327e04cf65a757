// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.yaml;

import java.util.Collection;

/** Finds the known name that a person most likely meant. */
public final class Suggestion {
    private static final int MAX_LENGTH = 64;

    private Suggestion() {}

    /** {@code , did you mean X} for the closest known name within two edits, or nothing. */
    public static String didYouMean(String name, Collection<String> known) {
        String best = "";
        int bestDistance = Math.min(3, Math.max(2, name.length() / 2 + 1));
        for (String candidate : known) {
            int distance = distance(name, candidate);
            if (distance < bestDistance
                    || (distance == bestDistance && !best.isEmpty() && candidate.compareTo(best) < 0)) {
                bestDistance = distance;
                best = candidate;
            }
        }
        return best.isEmpty() ? "" : ", did you mean " + best;
    }

    /** Levenshtein distance; names that are long or of very different length count as far apart. */
    private static int distance(String a, String b) {
        if (a.length() > MAX_LENGTH || b.length() > MAX_LENGTH || Math.abs(a.length() - b.length()) > 2) {
            return Integer.MAX_VALUE;
        }
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replace = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replace, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
