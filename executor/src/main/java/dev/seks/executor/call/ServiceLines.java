// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.call;

import dev.seks.executor.credential.Destination;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The lines to the services last called; as many as there is room for, the longest unused ones are forgotten. */
final class ServiceLines {
    static final int MAX_LINES = 4096;

    /** A service of the same name at another place, or with other limits, is another. */
    private record Name(String domain, String service, Optional<Destination> destination, CallBounds bounds) {}

    private final Clock clock;
    private final Map<Name, ServiceLine> lines = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Name, ServiceLine> eldest) {
            return size() > MAX_LINES;
        }
    };

    ServiceLines(Clock clock) {
        this.clock = clock;
    }

    synchronized ServiceLine of(ActionCall call, Optional<Destination> destination, CallBounds bounds) {
        Name name = new Name(call.domain(), call.service().service(), destination, bounds);
        return lines.computeIfAbsent(name, n -> new ServiceLine(n.domain() + "/" + n.service(), bounds, clock));
    }
}
