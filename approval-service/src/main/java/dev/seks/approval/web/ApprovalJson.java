// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seks.approval.inbox.Catalogues;
import dev.seks.approval.inbox.InboxEntry;
import dev.seks.approval.inbox.Portrayal;
import dev.seks.schemas.wire.RecordJson;
import dev.seks.schemas.wire.SchemaIds;
import java.time.Instant;

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
        json.setAll(records.render(entry.latest()));
        json.set("request", records.render(entry.request())); // a denial carries none
        if (entry.latest().getApproval() == null) {
            json.set("approval", records.render(entry.approval()));
        }
        return json;
    }
}
