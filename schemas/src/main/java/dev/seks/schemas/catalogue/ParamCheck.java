// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.catalogue;

import java.util.List;
import java.util.Map;

/** What became of a request's parameters when they were held against the catalogue. */
public sealed interface ParamCheck {

    /**
     * They fit.
     *
     * @param params the values in the order of the catalogue with defaults filled in; a String, Long, Double, Boolean or
     *     list of Strings each; optional parameters without a value are absent; not modifiable
     */
    record Valid(Map<String, Object> params) implements ParamCheck {}

    /** They do not fit; each fault starts with a JSON path, as in {@code $.owner: missing, expected a string}. */
    record Invalid(List<String> faults) implements ParamCheck {
        public Invalid {
            faults = List.copyOf(faults);
        }
    }
}
