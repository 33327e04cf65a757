// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.control;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seks.schemas.control.Freeze;
import dev.seks.schemas.record.Control;
import dev.seks.schemas.text.Printable;
import dev.seks.schemas.wire.RecordJson;
import java.time.Instant;

/**
 * A freeze in force.
 *
 * @param order the order that set it
 * @param since when that was appended
 * @param isTakenUp whether the broker has come to the order
 */
record Frozen(Freeze freeze, Control order, Instant since, boolean isTakenUp) {

    ObjectNode json() {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("domain", order.getDomain());
        line.put("agent", freeze.agent());
        line.put("service", freeze.service());
        line.put("person", order.getPerson());
        line.put("comment", order.getComment());
        line.set("since", RecordJson.time(since));
        line.put("takenUp", isTakenUp);
        return line;
    }

    String line() {
        String comment = order.getComment() == null ? "" : ": " + Printable.quoted(order.getComment());
        return RecordJson.time(since).textValue() + "  " + freeze.described() + ", by "
                + Printable.of(order.getPerson()) + comment + (isTakenUp ? "" : " (no broker has taken it up yet)");
    }
}
