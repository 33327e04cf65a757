// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.catalogue;

import org.jspecify.annotations.Nullable;

/**
 * One declared parameter of an action.
 *
 * @param defaultValue filled in when the request gives no value; null if there is none
 */
public record ParamDefinition(
        String name,
        ParamType type,
        Place place,
        boolean required,
        @Nullable Object defaultValue) {

    /** Whether checked parameters always hold a value for it. */
    public boolean isAlwaysPresent() {
        return required || defaultValue != null;
    }

    /** Why the value cannot be taken, as the rest of a sentence; null if it can. */
    @Nullable
    String complaint(Object value) {
        String complaint = type.complaint(value);
        if (complaint == null && place == Place.PATH && !isPathSafe(value.toString())) {
            return "expected one segment of a path: not empty, not . or .., no slash, no control character";
        }
        return complaint;
    }

    private static boolean isPathSafe(String value) {
        if (value.isEmpty() || value.equals(".") || value.equals("..")) {
            return false;
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '/' || c == '\\' || Character.isISOControl(c)) {
                return false;
            }
        }
        return true;
    }
}
