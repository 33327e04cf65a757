// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seks.approval.inbox.Catalogues;
import dev.seks.approval.inbox.InboxEntry;
import dev.seks.approval.inbox.Portrayal;
import dev.seks.schemas.approval.Escalations;
import dev.seks.schemas.wire.RecordJson;
import dev.seks.schemas.wire.SchemaIds;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A request and what was decided about it as JSON for programs: how it stands, how the catalogue describes it, then the
 * newest decision with the field names of its record and with the request that it is about.
 */
final class ApprovalJson {
    private final RecordJson records;
    private final Catalogues catalogues;

    ApprovalJson(SchemaIds ids, Catalogues catalogues) {
        this.records = RecordJson.of(ids);
        this.catalogues = catalogues;
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** {@code answered}: whether a verdict is on its way. */
    ObjectNode of(InboxEntry entry, Instant now, boolean answered) {
        Portrayal portrayal = catalogues.portray(entry);
        ObjectNode json = object();
        json.put("requestDigest", entry.digest());
        json.put("state", entry.state(now).name());
        json.put("answered", answered);
        json.put("summary", portrayal.summary());
        json.put("effect", portrayal.effect());
        json.put("resource", portrayal.resource());
        json.set("askedAt", RecordJson.time(entry.askedAt()));
        json.set("expiresAt", RecordJson.time(entry.expiresAt()));
        json.set("escalation", escalation(entry));
        json.setAll(records.render(entry.latest()));
        json.set("request", records.render(entry.request())); // a denial carries none
        if (entry.latest().getApproval() == null) {
            json.set("approval", records.render(entry.approval()));
        }
        return json;
    }

    /** Who is asked too, and who will be unless it is decided before; times and groups are null where there is nobody. */
    private static ObjectNode escalation(InboxEntry entry) {
        ObjectNode json = object();
        put(json, "at", "to", entry.closing() == null ? Escalations.next(entry.approval()) : Optional.empty());
        put(json, "doneAt", "doneTo", Escalations.taken(entry.approval()));
        return json;
    }

    private static void put(ObjectNode json, String time, String groups, Optional<Escalations.Step> step) {
        json.set(time, step.map(one -> RecordJson.time(one.at())).orElse(null));
        json.set(groups, step.map(one -> array(one.groups())).orElse(null));
    }

    private static ArrayNode array(List<String> texts) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        texts.forEach(array::add);
        return array;
    }
}
