// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.catalogue;

/**
 * The grammar of every name that stands in a record, a policy or a catalogue. ASCII only, lower case first, so that no
 * name can be mistaken for another; whatever does not fit is no name. Nothing here allocates.
 */
public final class Names {
    /** Longest name of a domain, agent, service or person. */
    public static final int MAX_NAME_LENGTH = 64;

    /** Longest name of an action. */
    public static final int MAX_ACTION_LENGTH = 128;

    /** Longest request id. */
    public static final int MAX_REQUEST_ID_LENGTH = 64;

    private Names() {}

    /** {@code [a-z][a-z0-9_-]{0,63}} */
    public static boolean isDomain(CharSequence name) {
        return isName(name);
    }

    /** {@code [a-z][a-z0-9_-]{0,63}} */
    public static boolean isAgent(CharSequence name) {
        return isName(name);
    }

    /** {@code [a-z][a-z0-9_-]{0,63}} */
    public static boolean isService(CharSequence name) {
        return isName(name);
    }

    /** {@code [a-z][a-z0-9_-]{0,63}} */
    public static boolean isPerson(CharSequence name) {
        return isName(name);
    }

    /** {@code [a-z][a-z0-9_-]*(\.[a-z][a-z0-9_-]*)*}, at most 128 characters. */
    public static boolean isAction(CharSequence name) {
        int length = name.length();
        if (length == 0 || length > MAX_ACTION_LENGTH) {
            return false;
        }
        boolean atStart = true;
        for (int i = 0; i < length; i++) {
            char c = name.charAt(i);
            if (c == '.') {
                if (atStart) {
                    return false;
                }
                atStart = true;
            } else if (atStart ? !isLetter(c) : !isNameCharacter(c)) {
                return false;
            } else {
                atStart = false;
            }
        }
        return !atStart;
    }

    /** {@code [A-Za-z0-9._:-]{1,64}} */
    public static boolean isRequestId(CharSequence id) {
        int length = id.length();
        if (length == 0 || length > MAX_REQUEST_ID_LENGTH) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            char c = id.charAt(i);
            boolean fits =
                    isLetter(c) || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= ':') || c == '.' || c == '_' || c == '-';
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    private static boolean isName(CharSequence name) {
        int length = name.length();
        if (length == 0 || length > MAX_NAME_LENGTH || !isLetter(name.charAt(0))) {
            return false;
        }
        for (int i = 1; i < length; i++) {
            if (!isNameCharacter(name.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z';
    }

    private static boolean isNameCharacter(char c) {
        return isLetter(c) || (c >= '0' && c <= '9') || c == '_' || c == '-';
    }
}
