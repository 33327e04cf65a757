// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.signature;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What a signed record is. It stands in the signed bytes, so that no record passes for one of another kind. */
public enum RecordKind {
    REQUEST,
    VERDICT,
    BUNDLE,
    CONTROL,
    DECISION,
    CLAIM,
    PROGRESS,
    RESULT,
    ATTEMPT;

    private final byte[] label =
            ("seks-" + name().toLowerCase(Locale.ROOT) + "-v1").getBytes(StandardCharsets.US_ASCII);

    /** What the signed bytes begin with. */
    byte[] label() {
        return label.clone();
    }
}
