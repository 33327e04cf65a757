// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.mail;

import dev.seks.schemas.catalogue.MailServer;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;

/** A letter as it goes over the wire: plain text, and an id that is the same whenever the same request is sent. */
final class Message extends MimeMessage {
    private static final String UTF_8 = StandardCharsets.UTF_8.name();

    private final String id;

    Message(Session session, Letter letter, MailServer server, Instant now) throws MessagingException {
        super(session);
        this.id = letter.id();
        setFrom(from(server));
        setRecipients(RecipientType.TO, letter.to().toArray(InternetAddress[]::new));
        setRecipients(RecipientType.CC, letter.cc().toArray(InternetAddress[]::new));
        setSubject(letter.subject(), UTF_8);
        setText(letter.text(), UTF_8, "plain");
        setSentDate(Date.from(now));
        setHeader("Auto-Submitted", "auto-generated");
        saveChanges();
    }

    private static InternetAddress from(MailServer server) throws MessagingException {
        String address = server.from().toString();
        try {
            return server.fromName() == null
                    ? new InternetAddress(address, true)
                    : new InternetAddress(address, server.fromName(), UTF_8);
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException("UTF-8 is always there", e);
        }
    }

    @Override
    protected void updateMessageID() throws MessagingException {
        setHeader("Message-ID", "<" + id + ">");
    }
}
