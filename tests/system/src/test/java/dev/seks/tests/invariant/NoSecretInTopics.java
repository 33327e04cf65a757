// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.invariant;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** I6: no byte of a secret in any key, value or header of any topic, committed or not, plain or commonly encoded. */
final class NoSecretInTopics implements Invariant {
    @Override
    public String number() {
        return "I6";
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        Needles needles = Needles.of(evidence.secrets());
        for (RawRecord message : evidence.log().raw()) {
            List<byte[]> parts = new ArrayList<>(message.headers());
            Stream.of(message.key(), message.value())
                    .filter(part -> part != null)
                    .forEach(parts::add);
            parts.stream()
                    .flatMap(part -> needles.find(part).stream())
                    .findFirst()
                    .ifPresent(needle -> findings.record(message, "holds a secret (" + needle + ")"));
        }
    }
}
