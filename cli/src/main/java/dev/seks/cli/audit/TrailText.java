// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.audit;

import dev.seks.broker.policy.Unit;
import dev.seks.cli.option.JsonLine;
import dev.seks.cli.option.NotWhole;
import dev.seks.schemas.record.Approval;
import dev.seks.schemas.record.Attempt;
import dev.seks.schemas.record.CapabilityRequest;
import dev.seks.schemas.record.Claim;
import dev.seks.schemas.record.Control;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.ExecutionResult;
import dev.seks.schemas.record.GrantEnd;
import dev.seks.schemas.record.GrantMade;
import dev.seks.schemas.record.JournalEntry;
import dev.seks.schemas.record.LimitUse;
import dev.seks.schemas.record.RuleReference;
import dev.seks.schemas.record.Verdict;
import dev.seks.schemas.record.VerdictGiven;
import dev.seks.schemas.text.Printable;
import dev.seks.schemas.wire.RecordJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record about a request for a person at a terminal: a line on when it was written, where it stands and what it says,
 * and its particulars below. Foreign text is escaped; what people and agents said stands in quotes.
 */
final class TrailText {
    private static final String INDENT = "    ";

    String of(LogRecord record) {
        List<String> lines = record.message()
                .map(TrailText::lines)
                .orElseGet(() -> List.of("no record of this topic: " + Printable.of(record.fault())));
        String head = RecordJson.time(Instant.ofEpochMilli(record.place().timestamp()))
                        .textValue()
                + "  " + record.place().topic() + " " + record.place().partition() + "@"
                + record.place().offset() + "  ";
        return head + lines.stream().collect(Collectors.joining(System.lineSeparator() + INDENT));
    }

    private static List<String> lines(SpecificRecord message) {
        if (message instanceof CapabilityRequest request) {
            return asked(request);
        } else if (message instanceof Decision decision) {
            return decided(decision);
        } else if (message instanceof Verdict verdict) {
            return List.of(shown(verdict.getPerson()) + " says " + verdict.getVerdict() + " by " + verdict.getChannel()
                    + ": " + quoted(verdict.getComment()));
        } else if (message instanceof Attempt attempt) {
            return List.of("refused: " + AttemptLine.told(attempt));
        } else if (message instanceof Control control) {
            String resolution = control.getResolution() == null ? "" : " as " + control.getResolution();
            return List.of(shown(control.getPerson()) + " orders " + control.getKind() + resolution + ": "
                    + quoted(control.getComment()));
        } else if (message instanceof JournalEntry entry) {
            return journalled(entry);
        } else if (message instanceof Claim claim) {
            return List.of("claimed by " + shown(claim.getClaimedBy()) + ", seq " + claim.getSeq());
        } else if (message instanceof ExecutionResult result) {
            return ended(result);
        }
        return List.of(message.getSchema().getName());
    }

    private static List<String> asked(CapabilityRequest request) {
        List<String> lines = new ArrayList<>();
        lines.add(shown(request.getAgent()) + " asks for " + shown(request.getService()) + " "
                + shown(request.getAction()) + " in " + shown(request.getDomain()));
        lines.add("id         " + shown(request.getRequestId()));
        lines.add("params     " + shown(request.getParams()));
        lines.add("its words  " + quoted(request.getReason()));
        if (request.getDeadline() != null) {
            lines.add("deadline   " + RecordJson.time(request.getDeadline()).textValue());
        }
        return lines;
    }

    private static List<String> decided(Decision decision) {
        List<String> lines = new ArrayList<>();
        lines.add(decision.getOutcome() + "  " + decision.getReason() + ": " + shown(decision.getExplanation()));
        for (RuleReference rule : decision.getRules()) {
            lines.add("rule       " + shown(rule.getPath() + " (" + rule.getFile() + ":" + rule.getLine() + ")"));
        }
        for (LimitUse limit : decision.getLimits()) {
            Unit unit = Unit.of(limit.getKey());
            lines.add("limit      " + shown(limit.getName()) + ": " + unit.told(limit.getUsed()) + " of "
                    + unit.told(limit.getMax()) + " " + unit.word() + " used before");
        }
        if (decision.getApproval() != null) {
            lines.add("approval   " + approval(decision.getApproval()));
            decision.getApproval().getVerdicts().forEach(given -> lines.add("verdict    " + given(given)));
        }
        if (decision.getGrant() != null) {
            lines.add("grant      " + granted(decision.getGrant()));
        }
        if (decision.getGrantId() != null) {
            lines.add("by grant   " + shown(decision.getGrantId()));
        }
        lines.add("seq        " + decision.getSeq() + " of " + shown(decision.getDomain()) + ", policy version "
                + decision.getPolicyVersion());
        return lines;
    }

    private static String granted(GrantMade grant) {
        String on = grant.getResource() == null ? "any resource" : grant.getResource();
        List<String> people = grant.getPeople() == null ? List.of() : grant.getPeople();
        return shown(String.join(", ", grant.getActions()) + " on " + on) + ", until "
                + RecordJson.time(grant.getExpiresAt()).textValue() + ", at most " + grant.getMaxUses() + " uses"
                + (people.isEmpty() ? "" : ", given by " + shown(String.join(", ", people)));
    }

    private static String approval(Approval approval) {
        String groups = approval.getApprovers().stream()
                .map(group -> group.getGroup() + " (" + String.join(", ", group.getPeople()) + ")")
                .collect(Collectors.joining(", "));
        return approval.getQuorum() + " of " + shown(groups) + ", until "
                + RecordJson.time(approval.getExpiresAt()).textValue() + ", "
                + approval.getVerdicts().size() + " verdicts so far";
    }

    private static String given(VerdictGiven given) {
        String voucher = given.getIssuer() == null || given.getSubject() == null
                ? ""
                : ", known to " + shown(given.getIssuer()) + " as " + shown(given.getSubject());
        return shown(given.getPerson()) + " said " + given.getVerdict() + " by " + given.getChannel() + voucher;
    }

    private static List<String> journalled(JournalEntry entry) {
        String cause = shown(entry.getCause().getTopic()) + " "
                + entry.getCause().getPartition() + "@" + entry.getCause().getOffset();
        String repeats = entry.getOutcomes().stream()
                .map(outcome -> outcome.getFirstSeq())
                .filter(Objects::nonNull)
                .map(first -> ", a repeat of " + first)
                .findFirst()
                .orElse("");
        List<String> lines = new ArrayList<>();
        lines.add("entry " + entry.getSeq() + ": " + entry.getKind() + " at " + cause + repeats);
        if (entry.getGrantsEnded() != null) {
            entry.getGrantsEnded().forEach(end -> lines.add(ended(end)));
        }
        if (entry.getEscalated() != null) {
            int requests = entry.getEscalated().size();
            String groups = entry.getEscalated().stream()
                    .flatMap(escalated -> escalated.getGroups().stream())
                    .distinct()
                    .collect(Collectors.joining(", "));
            lines.add("escalated  to " + shown(groups) + ", " + requests + (requests == 1 ? " request" : " requests"));
        }
        if (entry.getExplanation() != null) {
            lines.add("note       " + shown(entry.getExplanation()));
        }
        return lines;
    }

    private static String ended(GrantEnd end) {
        String by = end.getPerson() == null ? "" : " by " + shown(end.getPerson());
        return "grant      " + shown(end.getGrantId()) + " of " + shown(end.getAgent()) + " ended: " + end.getCause()
                + by;
    }

    private static List<String> ended(ExecutionResult result) {
        List<String> lines = new ArrayList<>();
        String code = result.getStatusCode() == null ? "" : ", HTTP " + result.getStatusCode();
        lines.add((result.getLate() ? "late note, the call came to " : "") + result.getStatus() + code);
        if (result.getError() != null) {
            lines.add("error      " + shown(result.getError().getCode()) + ": "
                    + shown(result.getError().getMessage()));
        }
        if (result.getCredentialRef() != null) {
            lines.add("credential " + shown(result.getCredentialRef()));
        }
        if (result.getBodyTruncated()) {
            lines.add("note       " + NotWhole.of(result));
        }
        if (result.getBody() != null) {
            lines.add(JsonLine.pretty(RecordJson.body(result))
                    .replace("\n", System.lineSeparator() + INDENT)
                    .stripTrailing());
        }
        return lines;
    }

    private static String shown(String text) {
        return Printable.of(text);
    }

    private static String quoted(@Nullable String text) {
        return Printable.quoted(text == null ? "" : text);
    }
}
