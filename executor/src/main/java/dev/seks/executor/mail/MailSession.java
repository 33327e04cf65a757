// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.mail;

import dev.seks.executor.call.Login;
import dev.seks.schemas.catalogue.MailServer;
import jakarta.mail.Authenticator;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import java.util.Properties;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** What the mail library is told about one server; nothing of it comes from the system's properties. */
final class MailSession {
    private MailSession() {}

    static Session of(MailServer server, @Nullable Login login, SSLSocketFactory tls) {
        Properties settings = new Properties();
        boolean startTls = server.security() == MailServer.Security.STARTTLS;
        settings.put("mail.smtp.host", server.host());
        settings.put("mail.smtp.port", String.valueOf(server.port()));
        settings.put("mail.smtp.from", server.from().toString());
        settings.put("mail.smtp.localhost", server.from().domain());
        settings.put("mail.smtp.starttls.enable", String.valueOf(startTls));
        settings.put("mail.smtp.starttls.required", String.valueOf(startTls));
        settings.put("mail.smtp.ssl.checkserveridentity", "true");
        settings.put("mail.smtp.ssl.socketFactory", tls);
        settings.put("mail.smtp.auth", String.valueOf(login != null));
        settings.put("mail.smtp.auth.mechanisms", "PLAIN LOGIN");
        settings.put("mail.smtp.sendpartial", "false");
        settings.put("mail.smtp.quitwait", "false");
        settings.put("mail.smtp.allow8bitmime", "false");
        settings.put("mail.mime.address.strict", "true");
        if (login == null) {
            return Session.getInstance(settings);
        }
        settings.put("mail.smtp.user", login.user());
        return Session.getInstance(settings, new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                return new PasswordAuthentication(login.user(), login.password());
            }
        });
    }
}
