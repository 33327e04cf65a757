// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.notice;

import dev.seks.approval.delivery.Addressee;
import dev.seks.approval.delivery.Receipt;
import dev.seks.approval.inbox.InboxEntry;
import dev.seks.schemas.approval.Escalations;
import dev.seks.schemas.catalogue.MailAddress;
import dev.seks.schemas.record.VerdictGiven;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Mails each person who is asked about a request that begins to wait, one mail for each, so that nobody learns from it at
 * which address others read.
 */
final class MailNotices implements Addressee {
    private final Mailer mailer;
    private final MailText text;
    private final NoticeDesk desk;

    MailNotices(Mailer mailer, MailText text, NoticeDesk desk) {
        this.mailer = mailer;
        this.text = text;
        this.desk = desk;
    }

    @Override
    public boolean knows(InboxEntry entry) {
        return desk.casts().knows(entry);
    }

    @Override
    public List<Letter> letters(InboxEntry entry) {
        return letters(entry, people(entry, group -> !askedToo(entry).contains(group)));
    }

    /** Those who were asked from the first are not told once more. */
    @Override
    public List<Letter> escalated(InboxEntry entry) {
        Set<String> more = people(entry, askedToo(entry)::contains);
        more.removeAll(people(entry, group -> !askedToo(entry).contains(group)));
        return letters(entry, more);
    }

    private List<Letter> letters(InboxEntry entry, Set<String> people) {
        Set<String> answered = entry.approval().getVerdicts().stream()
                .map(VerdictGiven::getPerson)
                .collect(Collectors.toSet());
        return people.stream()
                .filter(person -> !answered.contains(person))
                .flatMap(person -> letter(entry, person).stream())
                .toList();
    }

    /** The groups that were asked later, and not from the first too. */
    private static Set<String> askedToo(InboxEntry entry) {
        Set<String> groups = Escalations.taken(entry.approval())
                .<Set<String>>map(step -> new LinkedHashSet<>(step.groups()))
                .orElseGet(LinkedHashSet::new);
        if (entry.approval().getRequirements() != null) {
            entry.approval().getRequirements().forEach(requirement -> groups.removeAll(requirement.getGroups()));
        }
        return groups;
    }

    private static Set<String> people(InboxEntry entry, Predicate<String> ofGroup) {
        return entry.approval().getApprovers().stream()
                .filter(group -> ofGroup.test(group.getGroup()))
                .flatMap(group -> group.getPeople().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private Optional<Letter> letter(InboxEntry entry, String person) {
        return desk.casts()
                .emailOf(entry, person)
                .flatMap(MailAddress::parse)
                .map(address -> new Mail(entry, person, address));
    }

    private final class Mail implements Letter {
        private final InboxEntry entry;
        private final String person;
        private final MailAddress address;

        Mail(InboxEntry entry, String person, MailAddress address) {
            this.entry = entry;
            this.person = person;
            this.address = address;
        }

        @Override
        public String to() {
            return person;
        }

        @Override
        public Receipt deliver(int refusals) {
            return desk.counts().counted(mailer.send(text.of(entry, person, address), refusals));
        }
    }
}
