// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import dev.seks.schemas.catalogue.Names;
import java.util.ArrayList;
import java.util.List;

/**
 * A pattern over action names: {@code *} stands for zero or more characters of any kind, dots included, everything else
 * for itself, and the whole name must match. Matching allocates nothing.
 */
final class ActionPattern {
    /** How many {@code *} a pattern may hold. */
    static final int MAX_STARS = 8;

    private final String text;
    private final boolean exact;
    private final String prefix;
    private final String suffix;
    private final String[] middle;

    private ActionPattern(String text) {
        int firstStar = text.indexOf('*');
        int lastStar = text.lastIndexOf('*');
        this.text = text;
        this.exact = firstStar < 0;
        this.prefix = exact ? text : text.substring(0, firstStar);
        this.suffix = exact ? "" : text.substring(lastStar + 1);
        this.middle = exact ? new String[0] : between(text.substring(firstStar, lastStar + 1));
    }

    /** A text that {@link #isPattern} accepts. */
    static ActionPattern of(String text) {
        if (!isPattern(text)) {
            throw new IllegalArgumentException("not a pattern");
        }
        return new ActionPattern(text);
    }

    /** A text that {@link #isNamePattern} or {@link #isServiceAction} accepts. */
    static ActionPattern ofName(String text) {
        if (!isNamePattern(text) && !isServiceAction(text)) {
            throw new IllegalArgumentException("not a pattern of names");
        }
        return new ActionPattern(text);
    }

    /** Whether the text is an action's name, or such a name with pieces replaced by {@code *}. */
    static boolean isPattern(String text) {
        if (text.indexOf('*') < 0) {
            return Names.isAction(text);
        }
        return isWild(text, Names.MAX_ACTION_LENGTH, true);
    }

    /** Whether the text is the name of an agent or service, or such a name with pieces replaced by {@code *}. */
    static boolean isNamePattern(String text) {
        return text.indexOf('*') < 0 ? Names.isService(text) : isWild(text, Names.MAX_NAME_LENGTH, false);
    }

    /** Whether the text is a service, a dot and an action, or such a text with pieces replaced by {@code *}. */
    static boolean isServiceAction(String text) {
        int dot = text.indexOf('.');
        if (text.indexOf('*') >= 0) {
            return isWild(text, Names.MAX_NAME_LENGTH + 1 + Names.MAX_ACTION_LENGTH, true);
        }
        return dot > 0 && Names.isService(text.substring(0, dot)) && Names.isAction(text.substring(dot + 1));
    }

    private static boolean isWild(String text, int maxLength, boolean mayHoldDots) {
        if (text.length() > maxLength) {
            return false;
        }
        int stars = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
            if (c == '*') {
                stars++;
            } else if (!word && !(c == '.' && mayHoldDots)) {
                return false;
            }
        }
        return stars <= MAX_STARS;
    }

    private static String[] between(String stars) {
        List<String> pieces = new ArrayList<>();
        for (String piece : stars.split("\\*")) {
            if (!piece.isEmpty()) {
                pieces.add(piece);
            }
        }
        return pieces.toArray(new String[0]);
    }

    String text() {
        return text;
    }

    /** What holding it against one name costs at most, in pieces to be looked for. */
    int cost() {
        return exact ? 1 : 2 + middle.length;
    }

    /** Whether it holds no {@code *}. */
    boolean isExact() {
        return exact;
    }

    boolean matches(String action) {
        if (exact) {
            return text.equals(action);
        }
        int end = action.length() - suffix.length();
        if (end < prefix.length() || !action.startsWith(prefix) || !action.endsWith(suffix)) {
            return false;
        }
        // taking each piece at its first place leaves the most room for the pieces that follow
        int at = prefix.length();
        for (String piece : middle) {
            int found = action.indexOf(piece, at);
            if (found < 0 || found + piece.length() > end) {
                return false;
            }
            at = found + piece.length();
        }
        return true;
    }
}
