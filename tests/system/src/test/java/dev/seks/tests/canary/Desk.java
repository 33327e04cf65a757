// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.canary;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A mail server that refuses every login, and says back what it was given. */
final class Desk implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<String> heard = new CopyOnWriteArrayList<>();

    Desk() throws IOException {
        Thread thread = new Thread(this::serve, "mail-desk");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return socket.getLocalPort();
    }

    /** The logins that have arrived here, as SASL PLAIN writes them. */
    List<String> heard() {
        return heard;
    }

    String catalogue() {
        return """
                service: mail
                smtp: { host: 127.0.0.1, port: %d, tls: none, from: agents@acme.example, recipients: [acme.example] }
                allow_private: true
                credential: { ref: mail, inject: { login: "{user}:{password}" } }
                actions:
                  send:
                    summary: "send mail"
                    effect: send
                    email: SEND
                    params:
                      to: { type: strings, required: true }
                      subject: { type: string, required: true }
                      text: { type: string, required: true }
                    returns: [message_id]
                """.formatted(port());
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (Socket client = socket.accept();
                    BufferedReader in = new BufferedReader(
                            new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
                    PrintWriter out = new PrintWriter(client.getOutputStream(), true, StandardCharsets.US_ASCII)) {
                talk(in, out);
            } catch (IOException e) {
                continue; // the client is gone, or this is closed
            }
        }
    }

    private void talk(BufferedReader in, PrintWriter out) throws IOException {
        out.print("220 desk ESMTP\r\n");
        out.flush();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.startsWith("EHLO")) {
                out.print("250-desk\r\n250 AUTH PLAIN\r\n");
            } else if (line.startsWith("AUTH PLAIN")) {
                String given = line.length() > 11 ? line.substring(11) : ask(in, out);
                String login = new String(Base64.getDecoder().decode(given), StandardCharsets.UTF_8);
                heard.add(login);
                out.print("535 5.7.8 not with " + login.replace('\0', ' ') + " or " + given + "\r\n");
            } else {
                out.print("250 " + line + "\r\n");
            }
            out.flush();
        }
    }

    private static String ask(BufferedReader in, PrintWriter out) throws IOException {
        out.print("334 \r\n");
        out.flush();
        return in.readLine();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
