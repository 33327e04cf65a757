// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.slack;

import dev.seks.approval.inbox.Cast;
import dev.seks.approval.inbox.Ending;
import dev.seks.approval.inbox.InboxEntry;
import dev.seks.schemas.record.ApproverGroup;
import dev.seks.schemas.record.VerdictChoice;
import dev.seks.schemas.record.VerdictGiven;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** The people around one request, as a card names them; every text is ready for mrkdwn. */
final class SlackPeople {
    private static final int MAX_COMMENTS = 3;
    private static final int MAX_NAME = 30;
    private static final String BEYOND = "in the inbox";

    private final InboxEntry entry;
    private final Cast cast;

    SlackPeople(InboxEntry entry, Cast cast) {
        this.entry = entry;
        this.cast = cast;
    }

    /** What a person said in their own words. */
    record Comment(String who, String words) {}

    /** The agent, and whose it is. */
    String agent() {
        String agent = entry.request().getAgent();
        return SlackText.escape(agent)
                + cast.ownerOf(agent)
                        .map(owner -> ", owned by " + name(owner) + ",")
                        .orElse("");
    }

    /** How many must approve, and then one line for each group. */
    List<String> asked() {
        int quorum = entry.approval().getQuorum();
        List<String> lines =
                entry.approval().getApprovers().stream().map(this::group).collect(Collectors.toList());
        lines.add(0, quorum == 1 ? "one person must approve, of" : quorum + " people must approve, of");
        return SlackCard.listed(lines, "groups " + BEYOND);
    }

    private String group(ApproverGroup group) {
        return SlackText.line(group.getGroup(), MAX_NAME) + " (" + names(group.getPeople()) + ")";
    }

    /** Who has said what, while it waits; empty when nobody has. */
    Optional<String> soFar() {
        List<VerdictGiven> given = entry.approval().getVerdicts();
        List<String> approved = given.stream()
                .filter(verdict -> verdict.getVerdict() == VerdictChoice.APPROVE)
                .map(verdict -> name(verdict.getPerson()) + " ("
                        + verdict.getChannel().name().toLowerCase(Locale.ROOT) + ")")
                .toList();
        return approved.isEmpty()
                ? Optional.empty()
                : Optional.of("approved so far by " + String.join(", ", SlackCard.listed(approved, BEYOND)));
    }

    /** Who brought the end about; empty when nobody did. */
    Optional<String> broughtAbout(Ending end) {
        return end.people().isEmpty() ? Optional.empty() : Optional.of(names(end.people()));
    }

    /** What they said in their own words, the last ones. */
    List<Comment> comments() {
        List<VerdictGiven> given = Objects.requireNonNullElse(entry.latest().getApproval(), entry.approval())
                .getVerdicts();
        List<Comment> comments = given.stream()
                .filter(verdict -> verdict.getComment() != null)
                .map(verdict -> new Comment(name(verdict.getPerson()), verdict.getComment()))
                .toList();
        return comments.subList(Math.max(0, comments.size() - MAX_COMMENTS), comments.size());
    }

    private String names(List<String> people) {
        return people.isEmpty()
                ? "nobody"
                : String.join(
                        ", ", SlackCard.listed(people.stream().map(this::name).toList(), BEYOND));
    }

    private String name(String person) {
        return SlackText.line(cast.name(person), MAX_NAME);
    }
}
