// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.reference;

import dev.seks.schemas.topic.Process;
import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.topic.Topics;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The reference page of the topics, from their declarations. */
final class TopicsPage {
    private static final String HEAD = """
            # Topics

            Generated from `Topic` and `Topics` in `schemas`; `mvn -pl schemas -am test -Dregenerate` writes it anew.

            The key of every record is the name of its policy domain in UTF-8, and every topic has the same number of
            partitions, frozen at creation (%d by default, 4 for `seks dev`), chosen by murmur2 as in Kafka's own
            clients: partition *p* of each topic holds the whole life of its domains. The prefix `%s` can be
            configured. At start every service checks the topics against this page and refuses to run on a difference.

            """;

    private TopicsPage() {}

    static String of(Topics topics) {
        StringBuilder page = new StringBuilder(HEAD.formatted(topics.partitions(), topics.prefix()));
        page.append("| topic | value | written only by | read by | what it is |\n|---|---|---|---|---|\n");
        for (Topic topic : Topic.values()) {
            String record = topic.value().schema().getName();
            page.append("| `%s` | [%s](records.md#%s) | %s | %s | %s |\n"
                    .formatted(
                            topics.name(topic),
                            record,
                            record.toLowerCase(Locale.ROOT),
                            names(topic.writers()),
                            names(topic.readers()),
                            topic.meaning()));
        }
        page.append("\n## Configuration\n\n| topic | setting | value |\n|---|---|---|\n");
        for (Topic topic : Topic.values()) {
            topics.configuration(topic)
                    .forEach((key, value) ->
                            page.append("| `%s` | `%s` | `%s` |\n".formatted(topics.name(topic), key, value)));
        }
        return page.toString();
    }

    private static String names(Set<Process> processes) {
        return processes.stream()
                .map(process -> process.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .collect(Collectors.joining(", "));
    }
}
