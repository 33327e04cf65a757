// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.notice;

import dev.seks.approval.delivery.Addressee;
import dev.seks.approval.delivery.Receipt;
import dev.seks.approval.inbox.InboxEntry;
import dev.seks.schemas.catalogue.MailAddress;
import dev.seks.schemas.record.VerdictGiven;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Mails each person who is asked about a request that begins to wait, one mail for each, so that nobody learns from it at
 * which address others read.
 */
final class MailNotices implements Addressee {
    /** How often it is looked whether the policy under which a request waits has come. */
    static final int LOOKS = 30;

    private static final Duration UNTIL_POLICY = Duration.ofSeconds(1);

    private final Mailer mailer;
    private final MailText text;
    private final NoticeDesk desk;

    MailNotices(Mailer mailer, MailText text, NoticeDesk desk) {
        this.mailer = mailer;
        this.text = text;
        this.desk = desk;
    }

    @Override
    public List<Letter> letters(InboxEntry entry) {
        if (!desk.casts().knows(entry)) {
            return List.of(new Unknown());
        }
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

    /** Stands for the people of a policy that has not been read yet, though the request that it decided has. */
    private final class Unknown implements Letter {
        @Override
        public String to() {
            return "";
        }

        @Override
        public Receipt deliver(int refusals) {
            String why = "the policy under which it waits is not at hand";
            return refusals < LOOKS
                    ? Receipt.refused(UNTIL_POLICY, why)
                    : desk.counts().counted(Receipt.givenUp(why));
        }
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
