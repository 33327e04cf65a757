// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.mail;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.seks.executor.call.ActionCall;
import dev.seks.executor.call.Attempt;
import dev.seks.executor.call.CallBounds;
import dev.seks.executor.call.CallError;
import dev.seks.executor.call.Caller;
import dev.seks.executor.call.Deadline;
import dev.seks.executor.call.Login;
import dev.seks.executor.credential.Destination;
import dev.seks.executor.credential.Secret;
import dev.seks.executor.egress.AddressPolicy;
import dev.seks.executor.egress.LateNamesException;
import dev.seks.executor.egress.RefusedAddressException;
import dev.seks.schemas.catalogue.Call.MailCall;
import dev.seks.schemas.catalogue.MailServer;
import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends text by SMTP. The answer is {@code message_id} and {@code recipients}, how many there were. */
public final class MailCaller implements Caller<MailCall> {
    private static final Logger LOG = LoggerFactory.getLogger(MailCaller.class);
    private static final int MAX_PER_SERVICE = 10;

    private final Clock clock;
    private final SSLSocketFactory tls;
    private final Dialler dialler;

    /**
     * A caller that trusts the certificates that this machine trusts.
     *
     * @param clock dates the messages
     */
    public MailCaller(Clock clock) {
        this(clock, (SSLSocketFactory) SSLSocketFactory.getDefault(), SystemDefaultDnsResolver.INSTANCE);
    }

    /** {@code names}: whom it asks for the addresses of hosts. */
    MailCaller(Clock clock, SSLSocketFactory tls, DnsResolver names) {
        this.clock = clock;
        this.tls = tls;
        this.dialler = new Dialler(tls, names);
    }

    @Override
    public Class<MailCall> kind() {
        return MailCall.class;
    }

    @Override
    public Optional<Destination> destination(ActionCall call) {
        return Optional.ofNullable(call.service().mail())
                .map(server -> new Destination(
                        server.host().contains(":") ? "[" + server.host() + "]" : server.host(),
                        server.port(),
                        server.security() != MailServer.Security.NONE));
    }

    @Override
    public int maxPerService() {
        return MAX_PER_SERVICE;
    }

    @Override
    public Attempt attempt(
            ActionCall call, MailCall mail, @Nullable Secret secret, CallBounds bounds, Deadline deadline) {
        MailServer server = call.service().mail();
        if (server == null) {
            return Attempt.notDone("no_smtp", "the service has no smtp in the catalogue");
        }
        Login login = secret == null ? null : Login.of(secret).orElse(null);
        if (secret != null && login == null) {
            return Attempt.notDone("credential_unusable", "the credential is no user, colon and password");
        }
        Letter letter;
        try {
            letter = Letter.of(call, mail, server, bounds.maxResponseBytes());
        } catch (RefusedMailException e) {
            return Attempt.notDone(e.code(), e.getMessage());
        }
        Deadline attempt = deadline.within(bounds.attemptTimeout());
        AddressPolicy policy = AddressPolicy.of(call.service().allowPrivate());
        try (Line line = dialler.connected(server, policy, bounds.connectTimeout(), attempt)) {
            return deliver(call, letter, login, line.socket(), attempt);
        } catch (RefusedAddressException e) {
            return Attempt.notDone("address_refused", e.getMessage());
        } catch (LateNamesException e) {
            return Attempt.unreachable("timed_out", "the service's host name was not resolved in time");
        } catch (UnknownHostException e) {
            return Attempt.unreachable("unreachable", "the service's host name cannot be resolved");
        } catch (IOException e) {
            return attempt.hasPassed() || e instanceof SocketTimeoutException
                    ? Attempt.unreachable("timed_out", "the mail server could not be reached in time")
                    : Attempt.unreachable("unreachable", "the mail server cannot be reached");
        }
    }

    private Attempt deliver(ActionCall call, Letter letter, @Nullable Login login, Socket socket, Deadline deadline) {
        MailServer server = Objects.requireNonNull(call.service().mail());
        Session session = MailSession.of(server, login, tls);
        Delivery delivery = new Delivery(session);
        try {
            delivery.connect(socket);
            if (login != null && !delivery.supportsExtension("AUTH")) {
                return Attempt.notDone("login_refused", "the mail server takes no login");
            }
            Message message = new Message(session, letter, server, clock.instant());
            Address[] all = message.getAllRecipients();
            Optional<CallError> keptIn = call.gate().refusal();
            if (keptIn.isPresent()) {
                return new Attempt.NotDone(keptIn.get(), false);
            }
            delivery.sendMessage(message, all);
            return answered(letter, all.length);
        } catch (MessagingException e) {
            return delivery.isTaken()
                    ? answered(letter, letter.to().size() + letter.cc().size())
                    : failed(delivery, e, deadline);
        } finally {
            quit(delivery);
        }
    }

    private static Attempt failed(Delivery delivery, MessagingException e, Deadline deadline) {
        int code = delivery.refusal();
        if (!delivery.isSurelyNotTaken()) {
            return deadline.hasPassed()
                    ? Attempt.unsure("timed_out", "the mail server did not say in time whether it took the mail")
                    : Attempt.unsure("unreachable", "the connection broke before the mail server took the mail");
        }
        if (e instanceof AuthenticationFailedException && code > 0) {
            return Attempt.notDone("login_refused", "the mail server refused the credential");
        }
        if (e instanceof SendFailedException && code > 0) {
            return Attempt.notDone("mail_refused", "the mail server refused the mail with " + code);
        }
        if (deadline.hasPassed()) {
            return Attempt.unreachable("timed_out", "the mail server did not answer in time and got no mail");
        }
        return code > 0
                ? Attempt.unreachable("mail_refused", "the mail server refused with " + code)
                : Attempt.unreachable("unreachable", "the mail server cannot be reached, or not as it must be");
    }

    private static Attempt answered(Letter letter, int recipients) {
        String answer = JsonNodeFactory.instance
                .objectNode()
                .put("message_id", letter.id())
                .put("recipients", recipients)
                .toString();
        return Attempt.answered(answer.getBytes(StandardCharsets.UTF_8));
    }

    private static void quit(Delivery delivery) {
        try {
            delivery.close();
        } catch (MessagingException e) {
            LOG.debug("event=smtp_not_quit failure={}", e.getClass().getSimpleName());
        }
    }

    @Override
    public void close() {
        dialler.close();
    }
}
