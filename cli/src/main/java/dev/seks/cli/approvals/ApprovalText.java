// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.approvals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seks.cli.option.Handle;
import dev.seks.schemas.text.Printable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Help.Ansi;

/**
 * A request that waits or waited for people, for a person at a terminal. The agent's own words appear in quotes, and
 * everything in full: who approves must see what is approved.
 */
final class ApprovalText {
    private final Ansi ansi;

    ApprovalText(Ansi ansi) {
        this.ansi = ansi;
    }

    /** The digest of a listed request. */
    static String digest(JsonNode entry) {
        return entry.path("requestDigest").asText();
    }

    /** One line of a list. */
    String line(JsonNode entry) {
        return String.format(
                Locale.ROOT,
                "%s  %s  %-12s  %-24s  %s  until %s",
                Handle.of(text(entry, "requestDigest")),
                state(entry),
                text(entry, "agent"),
                text(entry, "service") + " " + text(entry, "action"),
                text(entry, "summary"),
                text(entry, "expiresAt"));
    }

    /** All that a person needs to decide. */
    String whole(JsonNode entry) {
        List<String> lines = new ArrayList<>();
        lines.add(state(entry) + "  " + text(entry, "service") + " " + text(entry, "action") + "  "
                + text(entry, "summary"));
        lines.add("  request    " + text(entry, "requestDigest"));
        lines.add("  agent      " + text(entry, "agent") + ", request id " + text(entry, "requestId"));
        lines.add("  params     " + params(entry.path("request").path("params")));
        lines.add("  its words  "
                + Printable.quoted(entry.path("request").path("reason").asText()));
        lines.add("  effect     " + text(entry, "effect"));
        lines.add("  rule       " + text(entry, "rule"));
        lines.add("  why        " + text(entry, "explanation"));
        JsonNode approval = entry.path("approval");
        lines.add("  approvers  " + people(approval) + "; " + text(approval, "quorum") + " needed, until "
                + text(entry, "expiresAt"));
        JsonNode most = approval.path("maxGrant");
        if (most.hasNonNull("ttlMs")) {
            lines.add("  grantable  the same for at most "
                    + Duration.ofMillis(most.path("ttlMs").asLong())
                            .toString()
                            .substring(2)
                            .toLowerCase(Locale.ROOT)
                    + " and " + text(most, "maxUses") + " times");
        }
        JsonNode escalation = entry.path("escalation");
        if (escalation.hasNonNull("doneAt")) {
            lines.add("  escalated  to " + names(escalation.path("doneTo")) + " at " + text(escalation, "doneAt"));
        }
        if (escalation.hasNonNull("at")) {
            lines.add("  escalates  to " + names(escalation.path("to")) + " at " + text(escalation, "at")
                    + ", unless decided before");
        }
        approval.path("verdicts").forEach(verdict -> lines.add("  verdict    " + verdict(verdict)));
        return String.join(System.lineSeparator(), lines);
    }

    /** What is said once a verdict was taken down; the decision follows from it in a moment, or waits for more people. */
    String recorded(String verdict, JsonNode entry) {
        return Handle.of(text(entry, "requestDigest")) + "  " + verdict + " is recorded: " + text(entry, "agent") + ", "
                + text(entry, "service") + " " + text(entry, "action") + ", " + text(entry, "summary");
    }

    private static String params(JsonNode params) {
        return Printable.of(params.isTextual() ? params.textValue() : params.toString());
    }

    /** Whether it waits, and if not, what became of it. */
    private String state(JsonNode entry) {
        String state = text(entry, "state");
        String word = state.equals("DECIDED") ? text(entry, "outcome") : state;
        return switch (word) {
            case "OPEN" -> ansi.string("@|yellow OPEN|@");
            case "APPROVED" -> ansi.string("@|green APPROVED|@");
            case "DENIED" -> ansi.string("@|red DENIED|@");
            default -> word;
        };
    }

    private static String names(JsonNode groups) {
        List<String> names = new ArrayList<>();
        groups.forEach(group -> names.add(Printable.of(group.asText())));
        return String.join(", ", names);
    }

    private static String people(JsonNode approval) {
        List<String> groups = new ArrayList<>();
        approval.path("approvers").forEach(group -> {
            List<String> people = new ArrayList<>();
            group.path("people").forEach(person -> people.add(Printable.of(person.asText())));
            groups.add(text(group, "group") + " (" + String.join(", ", people) + ")");
        });
        return String.join(", ", groups);
    }

    private static String verdict(JsonNode verdict) {
        return text(verdict, "person") + " said " + text(verdict, "verdict") + " by " + text(verdict, "channel")
                + " at " + text(verdict, "at") + ": "
                + Printable.quoted(verdict.path("comment").asText());
    }

    private static String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isMissingNode() || value.isNull() ? "-" : Printable.of(value.asText());
    }
}
