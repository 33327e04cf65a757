// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.notice;

import dev.seks.approval.delivery.Receipt;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.jspecify.annotations.Nullable;

/**
 * What a failed conversation with a mail server means. A code of the form 4xx may go away by itself and one of the form
 * 5xx does not (RFC 5321, 4.2.1); 421 is said by a server that takes nothing now.
 */
final class MailFault {
    /** How often a mail is tried that the server puts off: long enough for greylisting. */
    static final int PUT_OFF = 15;

    /** How often a mail is tried whose content the server refuses. */
    static final int REFUSED = 3;

    static final Duration AGAIN = Duration.ofMinutes(1);

    private static final int NOT_NOW = 421;
    private static final int TRANSIENT = 400;
    private static final int PERMANENT = 500;

    private MailFault() {}

    /** Of a connection that did not come about. */
    static Receipt ofConnecting(IOException e) {
        return e instanceof SSLException
                ? Receipt.closed(
                        "the connection cannot be secured: " + e.getClass().getSimpleName())
                : Receipt.away(
                        "the mail server cannot be reached: " + e.getClass().getSimpleName());
    }

    /** Of what comes before the mail: greeting, securing, signing in. {@code code}: the last one said, or -1. */
    static Receipt ofConnecting(MessagingException e, int code) {
        IOException cause = cause(e);
        if (cause != null) {
            return ofConnecting(cause);
        }
        if (code < 0) {
            return Receipt.away("the mail server broke the conversation off");
        }
        if (code >= TRANSIENT && code < PERMANENT) {
            return Receipt.away("the mail server answers with " + code);
        }
        if (e instanceof AuthenticationFailedException) {
            return Receipt.closed("the mail server refuses the sign-in with " + code);
        }
        return code >= PERMANENT
                ? Receipt.closed("the mail server answers with " + code)
                : Receipt.closed("the mail server cannot be spoken with as it must be: " + name(e));
    }

    /** Of the mail itself. */
    static Receipt ofSending(MessagingException e, int refusals) {
        for (Exception each = e; each instanceof MessagingException failed; each = failed.getNextException()) {
            if (failed instanceof SMTPAddressFailedException address && address.getReturnCode() >= TRANSIENT) {
                return ofRecipient(address.getReturnCode(), refusals);
            }
            if (failed instanceof SMTPSenderFailedException sender && sender.getReturnCode() >= TRANSIENT) {
                return ofSender(sender.getReturnCode());
            }
        }
        if (e instanceof SMTPSendFailedException refused && refused.getReturnCode() >= TRANSIENT) {
            return refused.getCommand().startsWith("MAIL")
                    ? ofSender(refused.getReturnCode())
                    : ofContent(refused.getReturnCode(), refusals);
        }
        IOException cause = cause(e);
        return Receipt.unclear("the conversation broke: " + name(cause == null ? e : cause));
    }

    private static Receipt ofRecipient(int code, int refusals) {
        String why = "the mail server refuses the recipient with " + code;
        if (code == NOT_NOW) {
            return Receipt.away(why);
        }
        return code < PERMANENT && refusals + 1 < PUT_OFF ? Receipt.refused(AGAIN, why) : Receipt.givenUp(why);
    }

    private static Receipt ofSender(int code) {
        String why = "the mail server refuses the sender with " + code;
        return code >= PERMANENT ? Receipt.closed(why) : Receipt.away(why);
    }

    private static Receipt ofContent(int code, int refusals) {
        String why = "the mail server refuses the mail with " + code;
        if (code == NOT_NOW) {
            return Receipt.away(why);
        }
        int tries = code >= PERMANENT ? REFUSED : PUT_OFF;
        return refusals + 1 < tries ? Receipt.refused(AGAIN, why) : Receipt.givenUp(why);
    }

    private static @Nullable IOException cause(MessagingException e) {
        for (Throwable each = e; each != null; each = each.getCause()) {
            if (each instanceof IOException io) {
                return io;
            }
        }
        return null;
    }

    private static String name(Exception e) {
        return e.getClass().getSimpleName();
    }
}
