// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.cases;

import java.util.List;
import java.util.Map;

/**
 * The hours in which a rule counts.
 *
 * @param days by number from Sunday, which is 0
 * @param from in minutes of the day
 * @param to in minutes of the day; not above {@code from} where they cross midnight
 */
record OpenHours(List<Integer> days, int from, int to, String zone) {
    private static final List<String> DAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");
    private static final int HOUR = 60;
    private static final int DAY = 24 * HOUR;

    OpenHours {
        days = List.copyOf(days);
    }

    static OpenHours of(Map<String, Object> yaml) {
        List<String> days = Yaml.texts(yaml.getOrDefault("days", DAYS));
        String to = (String) yaml.getOrDefault("to", "00:00");
        int end = minutes(to);
        return new OpenHours(
                days.stream().map(DAYS::indexOf).toList(),
                minutes((String) yaml.getOrDefault("from", "00:00")),
                end == 0 ? DAY : end,
                (String) yaml.get("zone"));
    }

    boolean crossMidnight() {
        return to <= from;
    }

    private static int minutes(String time) {
        String[] parts = time.split(":");
        return Integer.parseInt(parts[0]) * HOUR + Integer.parseInt(parts[1]);
    }
}
