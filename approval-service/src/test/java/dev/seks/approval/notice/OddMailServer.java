// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.notice;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A mail server that answers as a test says: to lines that begin with a word, one answer after the other, and then
 * politely. It offers STARTTLS when it has a certificate. {@link #CLOSE} ends the conversation, and
 * {@link #SILENCE} is no answer.
 */
final class OddMailServer implements AutoCloseable {
    static final String CLOSE = "close";

    /** Says nothing, and listens on. */
    static final String SILENCE = "silence";

    /** Every line of clients. */
    final List<String> heard = new CopyOnWriteArrayList<>();

    /** What was said over TLS. */
    final List<String> heardSecurely = new CopyOnWriteArrayList<>();

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Map<String, Queue<String>> answers = new ConcurrentHashMap<>();
    private final @Nullable SSLContext tls;

    OddMailServer(@Nullable SSLContext tls) throws IOException {
        this.tls = tls;
        Thread thread = new Thread(this::accept, "odd-mail-server");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Answers the next lines that begin so; {@code .} is the end of a mail, and {@code hello} a new connection. */
    void answerNext(String line, String... with) {
        answers.computeIfAbsent(line, key -> new ConcurrentLinkedQueue<>()).addAll(List.of(with));
    }

    /** How often a line that begins so was heard. */
    int heard(String line) {
        return (int) heard.stream().filter(said -> said.startsWith(line)).count();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try (Socket socket = listener.accept()) {
                converse(socket, answer("hello", "220 here"), false);
            } catch (IOException e) {
                // the client is gone, or this one is closed
            }
        }
    }

    private void converse(Socket socket, String greeting, boolean secure) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        if (greeting.equals(CLOSE)) {
            return;
        }
        say(socket, greeting);
        boolean data = false;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            (secure ? heardSecurely : heard).add(line);
            if (data && !line.equals(".")) {
                continue;
            }
            data = line.equals("DATA");
            if (line.equals("STARTTLS") && tls != null) {
                say(socket, "220 go on");
                SSLSocket wrapped = (SSLSocket) tls.getSocketFactory().createSocket(socket, null, 0, true);
                wrapped.setUseClientMode(false);
                converse(wrapped, SILENCE, true);
                return;
            }
            String answer = answer(line, polite(line, secure));
            if (answer.equals(CLOSE)) {
                return;
            }
            data &= answer.startsWith("354");
            say(socket, answer);
            if (line.equals("QUIT")) {
                return;
            }
        }
    }

    private String polite(String line, boolean secure) {
        if (line.startsWith("EHLO")) {
            return tls != null && !secure ? "250-here\r\n250 STARTTLS" : "250-here\r\n250 AUTH PLAIN LOGIN";
        }
        return line.equals("DATA") ? "354 go on" : line.startsWith("AUTH") ? "235 welcome" : "250 fine";
    }

    private String answer(String line, String otherwise) {
        return answers.entrySet().stream()
                .filter(entry -> line.startsWith(entry.getKey()))
                .flatMap(entry -> Stream.ofNullable(entry.getValue().poll()))
                .findFirst()
                .orElse(otherwise);
    }

    private static void say(Socket socket, String text) throws IOException {
        if (text.equals(SILENCE)) {
            return;
        }
        socket.getOutputStream().write((text + "\r\n").getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
