// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.yaml;

import java.util.Collection;

/** Finds the known name that a person most likely meant. */
public final class Suggestion {
    private static final int MAX_LENGTH = 64;
    private static final int MOST_EDITS = 2;
    private static final int FAR = 1_000;

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

    /** Levenshtein distance up to {@value #MOST_EDITS}; beyond it, and for long names, far. The work grows with the length alone. */
    private static int distance(String a, String b) {
        if (a.length() > MAX_LENGTH || b.length() > MAX_LENGTH || Math.abs(a.length() - b.length()) > MOST_EDITS) {
            return FAR;
        }
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int from = Math.max(1, i - MOST_EDITS);
            int to = Math.min(b.length(), i + MOST_EDITS);
            int diagonal = row[from - 1];
            row[from - 1] = from == 1 ? i : FAR;
            int least = row[from - 1];
            for (int j = from; j <= to; j++) {
                int above = j == i + MOST_EDITS ? FAR : row[j];
                int replace = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replace, 1 + Math.min(above, row[j - 1]));
                least = Math.min(least, row[j]);
            }
            if (least > MOST_EDITS) {
                return FAR;
            }
        }
        return row[b.length()];
    }
}
