// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A mail server that answers as a test says: to the line that begins with a word, with that line; to every other one
 * politely. It speaks STARTTLS when it is given a certificate. An answer {@code close} ends the conversation.
 */
final class ScriptedServer implements AutoCloseable {
    static final String CLOSE = "close";

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final Map<String, String> answers;
    private final @Nullable SSLContext tls;

    ScriptedServer(Map<String, String> answers, @Nullable SSLContext tls) throws IOException {
        this.answers = answers;
        this.tls = tls;
        Thread thread = new Thread(this::accept, "scripted-server");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Every line that clients have said, over TLS marked so. */
    List<String> heard() {
        return heard;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try (Socket socket = listener.accept()) {
                converse(socket);
            } catch (IOException e) {
                // the client is gone, or this one is closed
            }
        }
    }

    private void converse(Socket plain) throws IOException {
        Socket socket = plain;
        boolean isSecure = false;
        boolean isData = false;
        say(socket, answers.getOrDefault("CONNECT", "220 ready"));
        BufferedReader in = reader(socket);
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            heard.add((isSecure ? "tls " : "") + line);
            if (isData && !line.equals(".")) {
                continue;
            }
            String answer = answer(line, isSecure);
            isData = line.equals("DATA") && answer.startsWith("354");
            if (answer.equals(CLOSE)) {
                return;
            }
            say(socket, answer);
            if (line.equals("STARTTLS") && tls != null) {
                SSLSocket secure = (SSLSocket) tls.getSocketFactory().createSocket(plain, null, true);
                secure.setUseClientMode(false);
                secure.startHandshake();
                socket = secure;
                in = reader(socket);
                isSecure = true;
            }
        }
    }

    private String answer(String line, boolean isSecure) {
        for (Map.Entry<String, String> answer : answers.entrySet()) {
            if (line.startsWith(answer.getKey())) {
                return answer.getValue();
            }
        }
        if (line.startsWith("EHLO")) {
            return tls != null && !isSecure ? "250-here\r\n250 STARTTLS" : "250-here\r\n250 AUTH PLAIN";
        }
        if (line.equals("STARTTLS")) {
            return "220 go on";
        }
        return line.equals("DATA") ? "354 go on" : line.startsWith("AUTH") ? "235 welcome" : "250 fine";
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
    }

    private static void say(Socket socket, String line) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
