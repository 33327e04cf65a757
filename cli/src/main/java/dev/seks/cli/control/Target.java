// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.control;

import dev.seks.schemas.catalogue.Names;
import dev.seks.schemas.control.Freeze;
import dev.seks.schemas.text.Printable;
import java.util.List;
import java.util.Optional;

/** What to freeze or to unfreeze, as people type it. */
final class Target {
    static final String EXPECTED = "expected: agent A, service S, agent A service S, or all";

    private Target() {}

    /** What is meant by these words; empty when that is nothing. */
    static Optional<Freeze> of(List<String> words) {
        if (words.equals(List.of("all"))) {
            return Optional.of(new Freeze(null, null));
        }
        String agent = null;
        String service = null;
        for (int i = 0; i + 1 < words.size(); i += 2) {
            String name = words.get(i + 1);
            if (words.get(i).equals("agent") && agent == null && Names.isAgent(name)) {
                agent = name;
            } else if (words.get(i).equals("service") && service == null && Names.isService(name)) {
                service = name;
            } else {
                return Optional.empty();
            }
        }
        boolean whole = !words.isEmpty() && words.size() % 2 == 0;
        return whole ? Optional.of(new Freeze(agent, service)) : Optional.empty();
    }

    static String fault(List<String> words) {
        return "'" + Printable.of(String.join(" ", words)) + "', " + EXPECTED;
    }
}
