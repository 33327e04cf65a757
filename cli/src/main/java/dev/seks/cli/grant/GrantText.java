// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.grant;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seks.schemas.grant.GivenGrant;
import dev.seks.schemas.record.GrantMade;
import dev.seks.schemas.text.Printable;
import dev.seks.schemas.wire.RecordJson;
import java.time.Instant;

/** A grant as the commands print it. */
final class GrantText {
    private GrantText() {}

    /** On one line for a person, with nothing in it that a terminal would obey. */
    static String line(GivenGrant grant, Instant now) {
        GrantMade made = grant.made();
        String on = made.getResource() == null
                ? "any resource"
                : made.getResource().startsWith("params:") ? "the same parameters" : made.getResource();
        String by = grant.origin().people().isEmpty()
                ? "the policy"
                : String.join(", ", grant.origin().people());
        return Printable.of(grant.id().substring(0, 12) + "  " + state(grant, now) + "  "
                + grant.origin().agent() + "  " + grant.origin().service() + " " + String.join(",", made.getActions())
                + " on " + on + "  until " + made.getExpiresAt() + "  " + grant.used() + " of " + made.getMaxUses()
                + " used  by " + by);
    }

    private static String state(GivenGrant grant, Instant now) {
        String person = grant.ended() == null ? null : grant.ended().person();
        return grant.state(now) + (person == null ? "" : " by " + person);
    }

    static ObjectNode json(GivenGrant grant, Instant now) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("domain", grant.domain());
        line.put("grantId", grant.id());
        line.put("state", grant.state(now).name());
        line.put("agent", grant.origin().agent());
        line.put("service", grant.origin().service());
        ArrayNode actions = line.putArray("actions");
        grant.made().getActions().forEach(actions::add);
        line.put("resource", grant.made().getResource());
        line.set("givenAt", RecordJson.time(grant.origin().givenAt()));
        line.set("expiresAt", RecordJson.time(grant.made().getExpiresAt()));
        line.put("used", grant.used());
        line.put("maxUses", grant.made().getMaxUses());
        ArrayNode by = line.putArray("people");
        grant.origin().people().forEach(by::add);
        line.set("endedAt", grant.endedAt(now).map(RecordJson::time).orElse(null));
        line.put("endedBy", grant.ended() == null ? null : grant.ended().person());
        line.put("seq", grant.origin().seq());
        return line;
    }
}
