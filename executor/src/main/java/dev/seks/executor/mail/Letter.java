// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.mail;

import dev.seks.executor.call.ActionCall;
import dev.seks.schemas.catalogue.Call.MailCall;
import dev.seks.schemas.catalogue.MailAddress;
import dev.seks.schemas.catalogue.MailServer;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is to be sent and to whom, checked: every recipient is one plain address that the catalogue allows, nothing can
 * end a header, and all of it is bounded.
 *
 * @param id of the message, without its angle brackets
 */
record Letter(String id, List<InternetAddress> to, List<InternetAddress> cc, String subject, String text) {
    static final int MAX_SUBJECT_LENGTH = 250;

    /** What an action says, or why it may not be sent. */
    static Letter of(ActionCall call, MailCall mail, MailServer server, int maxBytes) throws RefusedMailException {
        Set<String> seen = new LinkedHashSet<>();
        List<InternetAddress> to = recipients(call.params().get(mail.toParam()), server, seen);
        List<InternetAddress> cc =
                mail.ccParam() == null ? List.of() : recipients(call.params().get(mail.ccParam()), server, seen);
        if (to.isEmpty()) {
            throw new RefusedMailException("recipient_refused", "a mail to nobody");
        }
        if (seen.size() > server.maxRecipients()) {
            throw new RefusedMailException(
                    "recipient_refused", seen.size() + " recipients, expected at most " + server.maxRecipients());
        }
        String id = call.id().key() + "@" + server.from().domain();
        String subject = subject((String) call.params().get(mail.subjectParam()));
        return new Letter(id, to, cc, subject, text((String) call.params().get(mail.textParam()), maxBytes));
    }

    private static List<InternetAddress> recipients(@Nullable Object param, MailServer server, Set<String> seen)
            throws RefusedMailException {
        List<?> texts = param instanceof List<?> several ? several : param == null ? List.of() : List.of(param);
        List<InternetAddress> recipients = new ArrayList<>();
        for (Object text : texts) {
            InternetAddress recipient = recipient((String) text, server);
            if (seen.add(recipient.getAddress())) {
                recipients.add(recipient);
            }
        }
        return recipients;
    }

    /** The address as the mail library reads it must be the one that was allowed, and no second. */
    private static InternetAddress recipient(String text, MailServer server) throws RefusedMailException {
        Optional<MailAddress> allowed = server.recipient(text);
        if (allowed.isEmpty()) {
            throw new RefusedMailException(
                    "recipient_refused",
                    "a recipient that is no plain address, or one that the catalogue does not allow");
        }
        try {
            InternetAddress[] parsed = InternetAddress.parse(allowed.get().toString(), true);
            if (parsed.length == 1
                    && !parsed[0].isGroup()
                    && parsed[0].getPersonal() == null
                    && parsed[0].getAddress().equals(allowed.get().toString())) {
                return parsed[0];
            }
        } catch (AddressException e) {
            // told below
        }
        throw new RefusedMailException("recipient_refused", "a recipient that can be read in more than one way");
    }

    private static String subject(@Nullable String subject) throws RefusedMailException {
        if (subject == null || subject.isBlank() || subject.length() > MAX_SUBJECT_LENGTH) {
            throw new RefusedMailException(
                    "mail_refused",
                    "the subject is empty or long, expected 1 to " + MAX_SUBJECT_LENGTH + " characters");
        }
        if (subject.chars().anyMatch(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029)) {
            throw new RefusedMailException("mail_refused", "the subject has a control character, expected one line");
        }
        return subject;
    }

    private static String text(@Nullable String text, int maxBytes) throws RefusedMailException {
        if (text == null) {
            throw new RefusedMailException("mail_refused", "a mail without text");
        }
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > maxBytes) {
            throw new RefusedMailException("mail_refused", bytes + " bytes of text, expected at most " + maxBytes);
        }
        if (text.chars().anyMatch(c -> Character.isISOControl(c) && "\n\r\t".indexOf(c) < 0)) {
            throw new RefusedMailException("mail_refused", "the text has a control character that is no line break");
        }
        return text;
    }
}
