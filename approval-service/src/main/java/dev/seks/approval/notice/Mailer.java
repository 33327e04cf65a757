// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.notice;

import dev.seks.approval.delivery.Receipt;
import dev.seks.approval.delivery.Stoppable;
import jakarta.mail.Authenticator;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.Properties;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends mails by SMTP, each in a conversation of its own with one deadline over all of it. The connection is secured, and
 * the server's certificate must be of its name, unless the server is on this machine.
 */
final class Mailer implements Stoppable {
    /** The longest that one conversation takes; servers make strangers wait on purpose. */
    static final Duration EXCHANGE = Duration.ofSeconds(20);

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final String UTF_8 = StandardCharsets.UTF_8.name();
    private static final Logger LOG = LoggerFactory.getLogger(Mailer.class);

    private final MailConfig config;
    private final SSLSocketFactory tls;
    private final Clock clock;
    private final Duration deadline;
    private final Session session;
    private final boolean signsIn;
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "approval-mail-timer");
        thread.setDaemon(true);
        return thread;
    });

    /** {@code deadline}: of one conversation. */
    Mailer(MailConfig config, @Nullable String password, SSLSocketFactory tls, Clock clock, Duration deadline) {
        this.config = config;
        this.tls = tls;
        this.clock = clock;
        this.deadline = deadline;
        this.signsIn = password != null;
        this.session = session(config, password, tls);
        timer.setRemoveOnCancelPolicy(true);
    }

    /** Nothing of it comes from the system's properties. */
    private static Session session(MailConfig config, @Nullable String password, SSLSocketFactory tls) {
        boolean startTls = config.server().security() == MailConfig.Security.STARTTLS;
        Properties settings = new Properties();
        settings.put("mail.smtp.host", config.server().host());
        settings.put("mail.smtp.port", String.valueOf(config.server().port()));
        settings.put("mail.smtp.from", config.from().toString());
        settings.put("mail.smtp.localhost", config.from().domain());
        settings.put("mail.smtp.starttls.enable", String.valueOf(startTls));
        settings.put("mail.smtp.starttls.required", String.valueOf(startTls));
        settings.put("mail.smtp.ssl.checkserveridentity", "true");
        settings.put("mail.smtp.ssl.socketFactory", tls);
        settings.put("mail.smtp.auth", String.valueOf(password != null));
        settings.put("mail.smtp.auth.mechanisms", "PLAIN LOGIN");
        settings.put("mail.smtp.quitwait", "false");
        settings.put("mail.smtp.allow8bitmime", "false");
        settings.put("mail.mime.address.strict", "true");
        if (password == null) {
            return Session.getInstance(settings);
        }
        return Session.getInstance(settings, new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                return new PasswordAuthentication(config.user(), password);
            }
        });
    }

    /** Tries once; {@code refusals}: how often this mail was refused before. */
    Receipt send(MailText.Message message, int refusals) {
        Socket socket = new Socket();
        ScheduledFuture<?> alarm = timer.schedule(() -> close(socket), deadline.toMillis(), TimeUnit.MILLISECONDS);
        try {
            return converse(connected(socket), message, refusals);
        } catch (IOException e) {
            return MailFault.ofConnecting(e);
        } finally {
            alarm.cancel(false);
            close(socket);
        }
    }

    private Socket connected(Socket socket) throws IOException {
        MailConfig.Server server = config.server();
        socket.setSoTimeout((int) deadline.toMillis());
        socket.connect(new InetSocketAddress(server.host(), server.port()), (int) CONNECT.toMillis());
        if (server.security() != MailConfig.Security.TLS) {
            return socket;
        }
        SSLSocket secure = (SSLSocket) tls.createSocket(socket, server.host(), server.port(), true);
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        return secure;
    }

    private Receipt converse(Socket socket, MailText.Message message, int refusals) {
        SMTPTransport transport = new SMTPTransport(session, null);
        try {
            transport.connect(socket);
            if (signsIn && !transport.supportsExtension("AUTH")) {
                return Receipt.closed("the mail server takes no sign-in");
            }
        } catch (MessagingException e) {
            return MailFault.ofConnecting(e, transport.getLastReturnCode());
        }
        try {
            MimeMessage mime = mime(message);
            transport.sendMessage(mime, mime.getAllRecipients());
            return Receipt.taken();
        } catch (MessagingException e) {
            return MailFault.ofSending(e, refusals);
        } finally {
            quit(transport);
        }
    }

    private MimeMessage mime(MailText.Message message) throws MessagingException {
        MimeMessage mime = new IdentifiedMessage(session, message.id());
        mime.setFrom(from());
        mime.setRecipient(
                jakarta.mail.Message.RecipientType.TO,
                new InternetAddress(message.to().toString(), true));
        mime.setSubject(message.subject(), UTF_8);
        mime.setText(message.body(), UTF_8, "plain");
        mime.setSentDate(Date.from(clock.instant()));
        mime.setHeader("Auto-Submitted", "auto-generated");
        mime.saveChanges();
        return mime;
    }

    private InternetAddress from() {
        try {
            return new InternetAddress(config.from().toString(), config.fromName(), UTF_8);
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException("UTF-8 is always there", e);
        }
    }

    /** The library would make up an id. */
    private static final class IdentifiedMessage extends MimeMessage {
        private final String id;

        IdentifiedMessage(Session session, String id) {
            super(session);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", "<" + id + ">");
        }
    }

    private static void quit(SMTPTransport transport) {
        try {
            transport.close();
        } catch (MessagingException e) {
            LOG.debug("a conversation with the mail server was not ended", e);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("a connection to the mail server was not closed", e);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
