// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.policy;

import dev.seks.broker.condition.Hours;
import dev.seks.broker.decision.Rehearsal;
import dev.seks.broker.policy.Candidate;
import dev.seks.broker.policy.LimitRule;
import dev.seks.schemas.approval.Escalations;
import dev.seks.schemas.record.Approval;
import dev.seks.schemas.record.ApprovalAssurance;
import dev.seks.schemas.record.ApproverGroup;
import dev.seks.schemas.text.Printable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Help.Ansi;

/** An explanation for a person at a terminal. */
final class ExplanationText {
    private static final String INDENT = " ".repeat(12);
    private static final int LONGEST_PATTERN = 32;
    private static final int LONGEST_PLACE = 80;

    private final Ansi ansi;
    private final boolean all;

    ExplanationText(Ansi ansi, boolean all) {
        this.ansi = ansi;
        this.all = all;
    }

    List<String> of(Explanation explanation) {
        List<String> lines = new ArrayList<>();
        Rehearsal.Answer answer = explanation.answer();
        String reason =
                Optional.ofNullable(answer.reason()).map(why -> why + ": ").orElse("");
        lines.add(word(answer) + "  " + explanation.question().service() + " "
                + explanation.question().action() + " for "
                + explanation.question().agent());
        lines.add("  reason    " + Printable.of(reason + answer.explanation()));
        List<Candidate> decided = explanation.decided();
        List<Candidate> others = explanation.others(all);
        Columns columns = Columns.of(decided, others);
        for (int i = 0; i < decided.size(); i++) {
            lines.add((i > 0 ? INDENT : decided.size() == 1 ? "  rule      " : "  rules     ")
                    + columns.of(decided.get(i)) + "  " + decided.get(i).rule().path());
            guard(decided.get(i)).ifPresent(text -> lines.add(INDENT + "  " + text));
        }
        answer.approval().ifPresent(approval -> lines.add("  approval  " + terms(explanation, approval)));
        limits(explanation, lines);
        if (!others.isEmpty()) {
            lines.add(answer.rules().isEmpty() ? "rules that do not decide:" : "why no other rule decides:");
            others.forEach(candidate -> {
                String line = "  " + columns.of(candidate) + "  " + why(explanation, candidate);
                lines.add(candidate.fate() == Candidate.Fate.OTHER_ACTION ? faint(line) : line);
            });
        }
        if (explanation.leftOut(all) > 0) {
            lines.add(faint("  and " + explanation.leftOut(all) + " more; --all shows them"));
        }
        return lines;
    }

    private String word(Rehearsal.Answer answer) {
        String word = answer.outcome().toUpperCase(Locale.ROOT);
        String colour = switch (answer.outcome()) {
            case "approved" -> "green";
            case "denied" -> "red";
            default -> "yellow";
        };
        return ansi.string("@|bold," + colour + " " + word + "|@");
    }

    private String faint(String text) {
        return ansi.enabled() ? Ansi.Style.faint.on() + text + Ansi.Style.faint.off() : text;
    }

    private static String terms(Explanation explanation, Approval approval) {
        String groups =
                approval.getApprovers().stream().map(ApproverGroup::getGroup).collect(Collectors.joining(", "));
        int people = approval.getQuorum();
        return (people == 1 ? "1 person of " : people + " different people of ") + groups
                + (approval.getApprovers().size() > 1 ? ", at least one of each" : "")
                + Escalations.next(approval)
                        .map(step -> "; escalates to " + String.join(", ", step.groups()) + " after "
                                + span(Duration.between(explanation.at(), step.at())))
                        .orElse("")
                + "; expires after " + span(Duration.between(explanation.at(), approval.getExpiresAt()))
                + (approval.getAssurance() == ApprovalAssurance.SSO ? "; only signed on at the inbox" : "")
                + (explanation.byName() || approval.getGrantable() ? "" : "; not grantable");
    }

    private static String span(Duration span) {
        return span.toString().substring(2).toLowerCase(Locale.ROOT);
    }

    private static void limits(Explanation explanation, List<String> lines) {
        List<String> limits = new ArrayList<>();
        for (LimitRule limit : explanation.limits()) {
            limits.add(amount(limit) + " in " + window(limit) + "  " + limit.name());
        }
        if (explanation.answer().approval().isPresent()) {
            limits.add(explanation.maxOpenApprovals() + " requests of the agent that wait at once  "
                    + "defaults.max_open_approvals");
        }
        for (int i = 0; i < limits.size(); i++) {
            lines.add((i == 0 ? "  limits    " : INDENT) + limits.get(i));
        }
    }

    private static String amount(LimitRule limit) {
        return limit.unit().told(limit.max()) + " " + limit.unit().word();
    }

    private static String window(LimitRule limit) {
        return span(Duration.ofMillis(limit.windowMs()));
    }

    /** When a rule holds, beside its names. */
    private static Optional<String> guard(Candidate candidate) {
        List<String> parts = new ArrayList<>();
        candidate.condition().ifPresent(text -> parts.add("when " + Printable.of(text)));
        candidate.hours().ifPresent(hours -> parts.add("during " + hours.told()));
        return parts.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", parts));
    }

    private static String why(Explanation explanation, Candidate candidate) {
        String condition = candidate.condition().map(Printable::of).orElse("");
        return switch (candidate.fate()) {
            case DECIDED -> "decided";
            case OUTRANKED -> outranked(explanation, candidate);
            case CONDITION_FAILED -> "its condition cannot be evaluated: " + condition;
            case CONDITION_NOT_MET -> "its condition does not hold: " + condition;
            case OUTSIDE_HOURS ->
                "outside its hours: " + candidate.hours().map(Hours::told).orElse("");
            case NOT_ASKED ->
                guard(candidate).map(text -> "not looked at: " + text).orElse("not looked at");
            case NOT_BY_WILDCARD -> "a wildcard never reaches a credential action";
            case OTHER_ACTION -> "does not match";
        };
    }

    private static String outranked(Explanation explanation, Candidate candidate) {
        Candidate.Verb decided = explanation.decided().get(0).verb();
        return decided == candidate.verb()
                ? "not needed, " + decided.key() + " is decided without conditions"
                : "outranked by " + decided.key();
    }

    /** How wide each column is: what the rule does, its pattern, where it stands. */
    private record Columns(int verb, int pattern, int place) {

        static Columns of(List<Candidate> decided, List<Candidate> others) {
            List<Candidate> shown = new ArrayList<>(decided);
            shown.addAll(others);
            return new Columns(
                    width(shown.stream().map(c -> c.verb().key()).toList(), LONGEST_PATTERN),
                    width(shown.stream().map(c -> c.rule().pattern()).toList(), LONGEST_PATTERN),
                    width(shown.stream().map(Columns::place).toList(), LONGEST_PLACE));
        }

        private static int width(List<String> texts, int most) {
            int longest = texts.stream().mapToInt(String::length).max().orElse(1);
            return Math.max(1, Math.min(most, longest));
        }

        private static String place(Candidate candidate) {
            return Printable.of(candidate.rule().file() + ":" + candidate.rule().line());
        }

        String of(Candidate candidate) {
            return String.format(
                    Locale.ROOT,
                    "%-" + verb + "s  %-" + pattern + "s  %-" + place + "s",
                    candidate.verb().key(),
                    candidate.rule().pattern(),
                    place(candidate));
        }
    }
}
