// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.notice;

import dev.seks.approval.delivery.Addressee;
import dev.seks.approval.delivery.Receipt;
import dev.seks.approval.inbox.InboxEntry;
import dev.seks.schemas.catalogue.MailAddress;
import dev.seks.schemas.record.VerdictGiven;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
        Set<String> answered = entry.approval().getVerdicts().stream()
                .map(VerdictGiven::getPerson)
                .collect(Collectors.toSet());
        return entry.approval().getApprovers().stream()
                .flatMap(group -> group.getPeople().stream())
                .distinct()
                .filter(person -> !answered.contains(person))
                .flatMap(person -> letter(entry, person).stream())
                .toList();
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
