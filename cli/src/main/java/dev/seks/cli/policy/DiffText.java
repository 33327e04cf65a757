// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.policy;

import dev.seks.broker.decision.Comparison;
import dev.seks.broker.policy.ApprovalTerms;
import dev.seks.broker.policy.Assurance;
import dev.seks.broker.policy.Bearing;
import dev.seks.broker.policy.Candidate;
import dev.seks.broker.policy.Rule;
import dev.seks.schemas.record.Reason;
import dev.seks.schemas.text.Printable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Help.Ansi;

/** How a comparison is told to a person at a terminal. */
public final class DiffText {
    private static final int NAMES = 4;
    private static final int CLAUSES = 12;

    private final Ansi ansi;
    private final boolean byName;

    /** {@code byName} is whether there is no catalogue, so that nobody knows the effects of actions. */
    public DiffText(Ansi ansi, boolean byName) {
        this.ansi = ansi;
        this.byName = byName;
    }

    /** Each change on three lines or more, then what changes beside the rules; at most so many lines. */
    public List<String> of(Comparison comparison, int most) {
        List<String> lines = new ArrayList<>();
        comparison.changes().forEach(change -> change(change, lines));
        comparison.settings().forEach(setting -> lines.add(setting(setting)));
        if (lines.size() <= most) {
            return lines;
        }
        List<String> shown = new ArrayList<>(lines.subList(0, most));
        shown.add("and " + (lines.size() - most) + " more lines");
        return shown;
    }

    /** All of it in one sentence. */
    public static String summary(Comparison comparison) {
        int wider = 0;
        int narrower = 0;
        int other = 0;
        for (Comparison.Change change : comparison.changes()) {
            wider += change.widening() > 0 ? change.decisions() : 0;
            narrower += change.widening() < 0 ? change.decisions() : 0;
            other += change.widening() == 0 ? change.decisions() : 0;
        }
        List<String> parts = new ArrayList<>();
        part(parts, wider, "wider");
        part(parts, narrower, "narrower");
        part(parts, other, "in another way");
        int all = wider + narrower + other;
        String decisions = all == 0
                ? "no decision changes"
                : all + (all == 1 ? " decision changes: " : " decisions change: ") + String.join(", ", parts);
        int settings = comparison.settings().size();
        return decisions
                + (settings == 0 ? "" : "; " + settings + (settings == 1 ? " setting" : " settings"))
                + (comparison.isWhole() ? "" : "; of the first " + PolicyDiff.MAX_NAMES + " names in the rules alone");
    }

    private static void part(List<String> parts, int count, String how) {
        if (count > 0) {
            parts.add(count + " " + how);
        }
    }

    private void change(Comparison.Change change, List<String> lines) {
        String count = change.decisions() == 1 ? "" : "  (" + change.decisions() + " decisions)";
        lines.add(names(change.agents(), "agents") + "  " + change.service() + " " + names(change.actions(), "actions")
                + count);
        stance("  was  ", change.was(), lines);
        stance("  now  ", change.now(), lines);
    }

    private void stance(String label, Comparison.Stance stance, List<String> lines) {
        Bearing bearing = stance.bearing();
        String word = word(bearing.kind());
        switch (bearing.kind()) {
            case APPROVED -> lines.add(label + word + by(stance.rules()));
            case DENIED -> lines.add(label + word + why(stance));
            case PENDING -> {
                String terms = bearing.clauses().stream()
                        .flatMap(clause -> clause.terms().stream())
                        .map(this::told)
                        .collect(Collectors.joining());
                lines.add(label + word + by(stance.rules()) + ": " + terms);
            }
            case CONDITIONAL -> {
                lines.add(label + word);
                List<String> clauses = bearing.clauses().stream()
                        .sorted(Comparator.comparing(Bearing.Clause::verb))
                        .map(this::told)
                        .toList();
                clauses.stream().limit(CLAUSES).forEach(clause -> lines.add("         " + clause));
                if (clauses.size() > CLAUSES) {
                    lines.add("         and " + (clauses.size() - CLAUSES) + " more");
                }
            }
        }
    }

    private String word(Bearing.Kind kind) {
        return switch (kind) {
            case APPROVED -> ansi.string("@|green approved|@");
            case PENDING -> ansi.string("@|yellow pending|@");
            case DENIED -> ansi.string("@|red denied|@");
            case CONDITIONAL -> ansi.string("@|yellow under conditions|@");
        };
    }

    private static String by(List<Rule> rules) {
        if (rules.isEmpty()) {
            return "";
        }
        Rule first = rules.get(0);
        String more = rules.size() == 1 ? "" : " and " + (rules.size() - 1) + " more";
        return " by " + first.path() + " (" + Printable.of(first.file()) + ":" + first.line() + ")" + more;
    }

    private static String why(Comparison.Stance stance) {
        return switch (stance.reason().orElse(Reason.NO_RULE)) {
            case UNKNOWN_AGENT -> ", the policy does not list the agent";
            case UNKNOWN_SERVICE -> ", the policy lists no such service for the agent";
            case UNKNOWN_ACTION -> ", the catalogue has no such action";
            case NO_APPROVER -> by(stance.rules()) + ", too few people may approve";
            case DENIED_BY_RULE -> by(stance.rules());
            default -> ", no rule matches";
        };
    }

    private String told(Bearing.Clause clause) {
        List<String> parts = new ArrayList<>();
        parts.add(clause.verb().key());
        clause.condition().ifPresent(text -> parts.add("when " + Printable.of(text)));
        clause.hours().ifPresent(hours -> parts.add("during " + hours));
        String text = String.join(" ", parts)
                + (clause.condition().isEmpty() && clause.hours().isEmpty() ? " otherwise" : "");
        Optional<ApprovalTerms> terms = clause.terms();
        return clause.verb() == Candidate.Verb.REQUIRE_APPROVAL && terms.isPresent()
                ? text + ": " + told(terms.get())
                : text;
    }

    /** What an approval takes. */
    private String told(ApprovalTerms terms) {
        String people = terms.requirements().stream()
                .map(requirement -> requirement.quorum() + " of " + String.join(", ", requirement.groups())
                        + requirement
                                .escalation()
                                .map(later -> ", after "
                                        + later.after().toString().substring(2).toLowerCase(Locale.ROOT) + " also of "
                                        + String.join(", ", later.groups()))
                                .orElse(""))
                .collect(Collectors.joining(" and "));
        return people + ", within "
                + terms.expiresIn().toString().substring(2).toLowerCase(Locale.ROOT)
                + (terms.assurance() == Assurance.SSO ? ", signed on" : "")
                + (byName || terms.grantable() ? "" : ", not grantable");
    }

    private static String setting(Comparison.Setting setting) {
        String whose = setting.agents().isEmpty() ? "" : names(setting.agents(), "agents") + "  ";
        return whose + setting.what() + ": " + shown(setting.was()) + " -> " + shown(setting.now());
    }

    private static String shown(Optional<String> value) {
        return value.map(Printable::of).orElse("none");
    }

    private static String names(List<String> names, String noun) {
        if (names.size() <= NAMES) {
            return String.join(", ", names);
        }
        return String.join(", ", names.subList(0, NAMES - 1)) + " and " + (names.size() - NAMES + 1) + " more " + noun;
    }
}
