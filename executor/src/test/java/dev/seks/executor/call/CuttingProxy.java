// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.call;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** Stands between a client and its server and cuts the line when the client says a certain thing. */
public final class CuttingProxy implements AutoCloseable {
    /** What becomes of what the client said. */
    public enum Cut {
        /** The server never hears it. */
        BEFORE,
        /** The server hears it and acts; its answer is lost. */
        AFTER,
        /** The server hears it and acts; the line stays open and silent. */
        SILENCE
    }

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final CountDownLatch cut = new CountDownLatch(1);
    private final int port;
    private final byte[] word;
    private final Cut how;

    /** A proxy to a port of this machine. */
    public CuttingProxy(int port, byte[] word, Cut how) throws IOException {
        this.port = port;
        this.word = word;
        this.how = how;
        start("accept", this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Whether the line has been cut. */
    public boolean wasCut() {
        return cut.getCount() == 0;
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = listener.accept();
            Socket server = new Socket();
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            sockets.add(client);
            sockets.add(server);
            start("up", () -> up(client, server));
            start("down", () -> down(client, server));
        }
    }

    private void up(Socket client, Socket server) throws IOException {
        InputStream in = client.getInputStream();
        OutputStream out = server.getOutputStream();
        StringBuilder said = new StringBuilder();
        String looked = new String(word, StandardCharsets.ISO_8859_1);
        byte[] buffer = new byte[8192];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            said.append(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
            boolean isSaid = said.indexOf(looked) >= 0;
            if (isSaid && how != Cut.BEFORE) {
                cut.countDown(); // from now on nothing comes down
            }
            if (!isSaid || how != Cut.BEFORE) {
                out.write(buffer, 0, n);
                out.flush();
            }
            if (isSaid && how == Cut.BEFORE) {
                cut.countDown();
                close(client);
                close(server);
                return;
            }
        }
        close(server);
    }

    private void down(Socket client, Socket server) throws IOException {
        InputStream in = server.getInputStream();
        OutputStream out = client.getOutputStream();
        byte[] buffer = new byte[8192];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            if (wasCut()) {
                if (how == Cut.AFTER) {
                    close(client); // the server has answered: it has acted
                }
                continue;
            }
            out.write(buffer, 0, n);
            out.flush();
        }
        close(client);
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        // one of the two is gone
                    }
                },
                "cutting-proxy-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(Closeable one) {
        try {
            one.close();
        } catch (IOException e) {
            // it is gone already
        }
    }

    @Override
    public void close() {
        close(listener);
        sockets.forEach(CuttingProxy::close);
    }
}
