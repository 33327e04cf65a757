// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.cluster;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** Topic prefixes that nobody else uses, remembered so that their topics can be removed. */
final class FreshPrefixes {
    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private final List<String> given = new CopyOnWriteArrayList<>();

    String next() {
        String prefix = "seks-test-" + run + "-" + given.size() + ".";
        given.add(prefix);
        return prefix;
    }

    boolean covers(String topic) {
        return given.stream().anyMatch(topic::startsWith);
    }
}
