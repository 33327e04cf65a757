// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.notice;

import dev.seks.approval.inbox.Cast;
import dev.seks.approval.inbox.InboxEntry;
import dev.seks.approval.inbox.Portrayal;
import dev.seks.schemas.approval.Escalations;
import dev.seks.schemas.catalogue.MailAddress;
import dev.seks.schemas.digest.Digest;
import dev.seks.schemas.record.Approval;
import dev.seks.schemas.record.ApproverGroup;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a mail says: what is asked, by whom, until when, and a link. It holds neither the parameters nor anything that the
 * agent says, and the link is the one thing in it that can be followed.
 */
final class MailText {
    static final int MAX_SUBJECT = 150;
    private static final int MAX_NAME = 60;
    private static final int MAX_GROUPS = 9;
    private static final int ID_LENGTH = 40;

    private final NoticeDesk desk;
    private final String idDomain;

    /** {@code idDomain}: behind the at sign of the ids of messages. */
    MailText(NoticeDesk desk, String idDomain) {
        this.desk = desk;
        this.idDomain = idDomain;
    }

    /**
     * A mail to one person.
     *
     * @param id the same whenever the same person is told of the same request
     */
    record Message(String id, MailAddress to, String subject, String body) {}

    Message of(InboxEntry entry, String person, MailAddress address) {
        Portrayal portrayal = desk.catalogues().portray(entry);
        return new Message(
                id(entry, person),
                address,
                "Approval needed: " + NoticeText.unlinked(portrayal.summary(), MAX_SUBJECT),
                body(entry, portrayal));
    }

    private String id(InboxEntry entry, String person) {
        byte[] named = (entry.digest() + "\n" + person).getBytes(StandardCharsets.UTF_8);
        return "seks-" + Digest.of(named).substring(0, ID_LENGTH) + "@" + idDomain;
    }

    private String body(InboxEntry entry, Portrayal portrayal) {
        Cast cast = desk.casts().of(entry);
        String agent = entry.request().getAgent();
        String owner = cast.ownerOf(agent)
                .map(person -> ", owned by " + name(cast.name(person)))
                .orElse("");
        String effect =
                portrayal.effect() == null ? "unknown" : portrayal.effect().toLowerCase(Locale.ROOT);
        String resource = portrayal.resource() == null
                ? ""
                : "  on       " + NoticeText.unlinked(portrayal.resource(), NoticeText.MAX) + "\n";
        int quorum = entry.approval().getQuorum();
        return """
                A request waits for your approval.

                  what     %s
                %s  agent    %s%s
                  action   %s %s (effect %s)
                  domain   %s
                  asked    %s; %s must approve
                  until    %s, then it is denied
                %s
                Look at it and decide there, after signing in:
                %s

                Nothing is decided by opening the link or by answering this mail. Names in it are
                written as in acme[.]example, so that the link above is the only one.

                digest %s
                """.formatted(
                        NoticeText.unlinked(portrayal.summary(), NoticeText.MAX),
                        resource,
                        name(agent),
                        owner,
                        name(entry.request().getService()),
                        name(entry.request().getAction()),
                        effect,
                        name(entry.pending().getDomain()),
                        groups(entry.approval().getApprovers()),
                        quorum == 1 ? "one person" : quorum + " people",
                        entry.expiresAt(),
                        later(entry.approval()),
                        desk.link(entry),
                        entry.digest());
    }

    /** Who will be asked too, or is by now; a line of its own. */
    private static String later(Approval approval) {
        String taken = Escalations.taken(approval)
                .map(step -> "  since    " + step.at() + " asked too: " + names(step) + "\n")
                .orElse("");
        return taken
                + Escalations.next(approval)
                        .map(step -> "  later    " + names(step) + " too from " + step.at() + " on\n")
                        .orElse("");
    }

    private static String names(Escalations.Step step) {
        return step.groups().stream().limit(MAX_GROUPS).map(MailText::name).collect(Collectors.joining(", "));
    }

    private static String groups(List<ApproverGroup> groups) {
        String named = groups.stream()
                .limit(MAX_GROUPS)
                .map(group -> name(group.getGroup()))
                .collect(Collectors.joining(", "));
        int more = groups.size() - MAX_GROUPS;
        return more > 0 ? named + " and " + more + " more groups" : named;
    }

    private static String name(String text) {
        return NoticeText.unlinked(text, MAX_NAME);
    }
}
