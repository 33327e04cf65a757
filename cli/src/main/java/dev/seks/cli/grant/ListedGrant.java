// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.grant;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.GrantEndCause;
import dev.seks.schemas.record.GrantMade;
import dev.seks.schemas.record.VerdictChoice;
import dev.seks.schemas.record.VerdictGiven;
import dev.seks.schemas.text.Printable;
import dev.seks.schemas.wire.RecordJson;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A grant as the log tells of it.
 *
 * @param decision the one that it came into being with
 * @param used how many requests it has covered
 * @param ended what ended it before its time; null when nothing did
 */
record ListedGrant(
        Decision decision,
        GrantMade grant,
        int used,
        @Nullable GrantEndCause ended) {

    String id() {
        return decision.getRequestDigest();
    }

    ListedGrant ended(GrantEndCause cause) {
        return new ListedGrant(decision, grant, used, ended == null ? cause : ended);
    }

    GrantWord word(Instant now) {
        if (ended != null) {
            return ended == GrantEndCause.REVOKED ? GrantWord.REVOKED : GrantWord.ENDED_BY_POLICY;
        }
        if (used >= grant.getMaxUses()) {
            return GrantWord.USED_UP;
        }
        return now.isBefore(grant.getExpiresAt()) ? GrantWord.LIVE : GrantWord.EXPIRED;
    }

    /** Who approved it; nobody where the policy alone allowed it. */
    List<String> people() {
        return decision.getApproval() == null
                ? List.of()
                : decision.getApproval().getVerdicts().stream()
                        .filter(given -> given.getVerdict() == VerdictChoice.APPROVE)
                        .map(VerdictGiven::getPerson)
                        .toList();
    }

    String line(Instant now) {
        String on = grant.getResource() == null
                ? "any resource"
                : grant.getResource().startsWith("params:") ? "the same parameters" : grant.getResource();
        String by = people().isEmpty() ? "the policy" : String.join(", ", people());
        return Printable.of(id().substring(0, 12) + "  " + word(now) + "  " + decision.getAgent() + "  "
                + decision.getService() + " " + String.join(",", grant.getActions()) + " on " + on + "  until "
                + grant.getExpiresAt() + "  " + used + " of " + grant.getMaxUses() + " used  by " + by);
    }

    ObjectNode json(Instant now) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("domain", decision.getDomain());
        line.put("grantId", id());
        line.put("state", word(now).name());
        line.put("agent", decision.getAgent());
        line.put("service", decision.getService());
        ArrayNode actions = line.putArray("actions");
        grant.getActions().forEach(actions::add);
        line.put("resource", grant.getResource());
        line.set("givenAt", RecordJson.time(decision.getDecidedAt()));
        line.set("expiresAt", RecordJson.time(grant.getExpiresAt()));
        line.put("used", used);
        line.put("maxUses", grant.getMaxUses());
        ArrayNode by = line.putArray("people");
        people().forEach(by::add);
        line.put("seq", decision.getSeq());
        return line;
    }
}
