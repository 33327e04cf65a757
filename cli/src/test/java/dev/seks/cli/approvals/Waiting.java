// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.approvals;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Requests that wait, as the approval service lists them. */
final class Waiting {
    private Waiting() {}

    /** A request by agent bot whose digest begins with {@code digit}. */
    static ObjectNode request(char digit, String reason) {
        ObjectNode entry = JsonNodeFactory.instance.objectNode();
        entry.put("requestDigest", String.valueOf(digit).repeat(64))
                .put("state", "OPEN")
                .put("requestId", "r-" + digit)
                .put("agent", "bot")
                .put("service", "github")
                .put("action", "repos.create")
                .put("summary", "create repository " + digit)
                .put("effect", "write")
                .put("rule", "agents.bot.services.github.require_approval[0]")
                .put("explanation", "a person must approve it")
                .put("expiresAt", "2026-01-31T12:15:00Z");
        entry.putObject("request").put("params", "{}").put("reason", reason);
        ObjectNode approval = entry.putObject("approval").put("quorum", 1);
        approval.putArray("approvers")
                .addObject()
                .put("group", "operators")
                .putArray("people")
                .add("mika");
        approval.putArray("verdicts");
        return entry;
    }

    /** The same request, where as much may be granted with an approval. */
    static ObjectNode grantable(ObjectNode entry, long ttlMs) {
        entry.withObject("/approval")
                .put("grantable", true)
                .putObject("maxGrant")
                .put("ttlMs", ttlMs)
                .put("maxUses", 5);
        return entry;
    }

    static String list(List<ObjectNode> entries) {
        ObjectNode list = JsonNodeFactory.instance.objectNode();
        list.put("total", entries.size()).putArray("approvals").addAll(entries);
        return list.toString();
    }
}
