// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.credential;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seks.executor.credential.BoundHost;
import dev.seks.executor.credential.CredentialId;
import dev.seks.executor.custody.ListedCredential;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Credentials as they are shown: never with their value. */
final class CredentialText {
    private static final String GAP = "  ";

    private CredentialText() {}

    static ObjectNode json(ListedCredential one) {
        ObjectNode line = named(one.id());
        ArrayNode hosts = line.putArray("hosts");
        one.hosts().forEach(host -> hosts.add(host.toString()));
        line.put("kind", one.kind().word());
        line.put("store", one.place());
        return line.put("updatedAt", time(one.updatedAt()));
    }

    static ObjectNode named(CredentialId id) {
        return JsonNodeFactory.instance.objectNode().put("name", id.name()).put("domain", id.domain());
    }

    /** A head and one line for each, in columns. */
    static List<String> table(List<ListedCredential> all) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("NAME", "DOMAIN", "KIND", "STORE", "UPDATED", "HOSTS"));
        for (ListedCredential one : all) {
            rows.add(List.of(
                    one.id().name(),
                    one.id().domain(),
                    one.kind().word(),
                    one.place(),
                    one.updatedAt() == null ? "-" : String.valueOf(time(one.updatedAt())),
                    hosts(one.hosts())));
        }
        int[] widths = new int[rows.get(0).size()];
        rows.forEach(row -> {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    static String hosts(List<BoundHost> hosts) {
        return hosts.stream().map(BoundHost::toString).collect(Collectors.joining(", "));
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            line.append(row.get(i))
                    .append(" ".repeat(widths[i] - row.get(i).length()))
                    .append(GAP);
        }
        return line.toString().stripTrailing();
    }

    private static @Nullable String time(@Nullable Instant time) {
        return time == null ? null : time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
