// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.approvals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seks.cli.fault.EnvironmentFault;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Tells of each request when it begins to wait, and again with what became of it; never of one twice the same. */
final class Watch {
    private final ApprovalsApi api;
    private final Consumer<JsonNode> tell;
    private final Map<String, JsonNode> waiting = new LinkedHashMap<>();

    Watch(ApprovalsApi api, Consumer<JsonNode> tell) {
        this.api = api;
        this.tell = tell;
    }

    /**
     * Looks once.
     *
     * @return the answer when it is a refusal, or that of the list
     * @throws EnvironmentFault when the service does not answer
     */
    Answer look() {
        Answer answer = api.list("open");
        if (answer.isRefusal()) {
            return answer;
        }
        Map<String, JsonNode> now = new LinkedHashMap<>();
        answer.body().path("approvals").forEach(entry -> now.put(ApprovalText.digest(entry), entry));
        boolean whole = answer.body().path("total").asInt(now.size()) <= now.size();
        for (String gone : waiting.keySet().stream()
                .filter(digest -> !now.containsKey(digest))
                .toList()) {
            Answer ended = api.show(gone);
            boolean decided =
                    !ended.isRefusal() && !ended.body().path("state").asText().equals("OPEN");
            if (decided) {
                tell.accept(ended.body());
            }
            if (decided || whole) {
                waiting.remove(gone);
            }
        }
        now.forEach((digest, entry) -> {
            JsonNode known = waiting.put(digest, entry);
            if (!entry.equals(known)) {
                tell.accept(entry);
            }
        });
        return answer;
    }
}
