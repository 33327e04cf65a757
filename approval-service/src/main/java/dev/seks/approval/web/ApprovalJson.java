// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seks.approval.inbox.Catalogues;
import dev.seks.approval.inbox.InboxEntry;
import dev.seks.approval.inbox.Portrayal;
import dev.seks.schemas.record.Approval;
import dev.seks.schemas.record.ApproverGroup;
import dev.seks.schemas.record.CapabilityRequest;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.RuleReference;
import dev.seks.schemas.record.VerdictGiven;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A request and what was decided about it as JSON for programs: field names as in the records, times in RFC 3339 UTC,
 * absent values null. {@code params} is the text that the agent signed, unchanged.
 */
final class ApprovalJson {
    private static final JsonMapper JSON = new JsonMapper();

    private final Catalogues catalogues;

    ApprovalJson(Catalogues catalogues) {
        this.catalogues = catalogues;
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    ObjectNode of(InboxEntry entry, Instant now, boolean answered) {
        Decision latest = entry.latest();
        Portrayal portrayal = catalogues.portray(entry);
        ObjectNode json = object();
        json.put("requestDigest", entry.digest());
        json.put("state", entry.state(now).name());
        json.put("answered", answered);
        json.put("requestId", latest.getRequestId());
        json.put("domain", latest.getDomain());
        json.put("agent", latest.getAgent());
        json.put("service", latest.getService());
        json.put("action", latest.getAction());
        json.put("summary", portrayal.summary());
        json.put("effect", portrayal.effect());
        json.put("resource", portrayal.resource());
        json.set("request", request(entry.request()));
        json.put("outcome", latest.getOutcome().name());
        json.put("reason", latest.getReason().name());
        json.put("explanation", latest.getExplanation());
        json.put("rule", latest.getRule());
        json.set("rules", rules(latest));
        json.put("policyVersion", latest.getPolicyVersion());
        json.put("bundleDigest", latest.getBundleDigest());
        json.put("seq", latest.getSeq());
        json.put("decidedAt", time(latest.getDecidedAt()));
        json.put("askedAt", time(entry.pending().getRequestCoordinates().getAppendTime()));
        json.put("expiresAt", time(entry.expiresAt()));
        Approval newest = latest.getApproval();
        json.set("approval", approval(newest == null ? entry.approval() : newest));
        return json;
    }

    private static ObjectNode request(CapabilityRequest request) {
        ObjectNode json = object();
        json.put("params", request.getParams());
        json.put("reason", request.getReason());
        json.put("deadline", time(request.getDeadline()));
        json.put("createdAt", time(request.getCreatedAt()));
        return json;
    }

    private static ArrayNode rules(Decision decision) {
        ArrayNode rules = JSON.createArrayNode();
        for (RuleReference rule : decision.getRules()) {
            rules.addObject()
                    .put("path", rule.getPath())
                    .put("file", rule.getFile())
                    .put("line", rule.getLine());
        }
        return rules;
    }

    private static ObjectNode approval(Approval approval) {
        ObjectNode json = object();
        ArrayNode approvers = json.putArray("approvers");
        for (ApproverGroup group : approval.getApprovers()) {
            ArrayNode people =
                    approvers.addObject().put("group", group.getGroup()).putArray("people");
            group.getPeople().forEach(people::add);
        }
        json.put("quorum", approval.getQuorum());
        json.put("expiresAt", time(approval.getExpiresAt()));
        ArrayNode verdicts = json.putArray("verdicts");
        for (VerdictGiven given : approval.getVerdicts()) {
            verdicts.addObject()
                    .put("person", given.getPerson())
                    .put("channel", given.getChannel().name())
                    .put("verdict", given.getVerdict().name())
                    .put("comment", given.getComment())
                    .put("at", time(given.getAt()));
        }
        return json;
    }

    private static @Nullable String time(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }
}
