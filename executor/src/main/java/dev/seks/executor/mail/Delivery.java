// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.io.IOException;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/**
 * One conversation with a mail server, which knows how far it has come. Until the dot that ends a message is sent the
 * server must not deliver it (RFC 5321, 4.1.1.4); from then on only its answer to the dot says whether it does.
 */
final class Delivery extends SMTPTransport {
    private static final int NO_ANSWER = -1;
    private static final int TAKEN = 250;
    private static final int REFUSALS = 400;

    private boolean isDotSent;
    private int answerToDot = NO_ANSWER;

    Delivery(Session session) {
        super(session, null);
    }

    /** Whether the server has said that it takes the message. */
    boolean isTaken() {
        return isDotSent && answerToDot == TAKEN;
    }

    /** Whether the server surely delivers nothing. */
    boolean isSurelyNotTaken() {
        return !isDotSent || answerToDot >= REFUSALS;
    }

    /** The code with which the server has refused the message, or another command before it; -1 if it did not. */
    int refusal() {
        int code = isDotSent ? answerToDot : getLastReturnCode();
        return code >= REFUSALS ? code : NO_ANSWER;
    }

    @Override
    protected void finishData() throws IOException, MessagingException {
        isDotSent = true;
        super.finishData();
    }

    @Override
    protected int readServerResponse() throws MessagingException {
        int code = super.readServerResponse();
        if (isDotSent && answerToDot == NO_ANSWER) {
            answerToDot = code;
        }
        return code;
    }
}
