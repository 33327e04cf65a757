// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.catalogue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The HTTP methods that an action may use. */
public enum HttpMethod {
    GET(true, false),
    HEAD(true, false),
    POST(false, true),
    PUT(true, true),
    PATCH(false, true),
    DELETE(true, false);

    private final boolean idempotent;
    private final boolean hasBody;

    HttpMethod(boolean idempotent, boolean hasBody) {
        this.idempotent = idempotent;
        this.hasBody = hasBody;
    }

    /** Whether doing it twice is by RFC 9110 the same as doing it once. */
    public boolean idempotent() {
        return idempotent;
    }

    /** Whether its parameters may travel in a JSON body. */
    public boolean hasBody() {
        return hasBody;
    }

    static Optional<HttpMethod> of(String word) {
        return Arrays.stream(values()).filter(m -> m.name().equals(word)).findFirst();
    }

    static List<String> words() {
        return Arrays.stream(values()).map(Enum::name).toList();
    }
}
