// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.approval;

import dev.seks.approval.ApprovalConfig;
import dev.seks.approval.ApprovalService;
import dev.seks.cli.dev.AllInOne;
import dev.seks.cli.key.KeyFolder;
import dev.seks.schemas.topic.Topics;
import dev.seks.schemas.wire.SchemaIds;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An approval service in a process of its own, and somebody who is signed in. */
final class ServiceAlone implements AutoCloseable {
    /** How its process is started. */
    static final List<String> FLAGS = List.of("-XX:+UseSerialGC", "-Xmx256m");

    private static final double KIB_PER_MIB = 1024;

    private final Process process;
    private final HttpClient http = HttpClient.newHttpClient();
    private final URI inbox;
    private final String cookie;

    private ServiceAlone(Process process, URI signInLink) throws IOException, InterruptedException {
        this.process = process;
        this.inbox = signInLink.resolve("/");
        HttpResponse<Void> welcome =
                http.send(HttpRequest.newBuilder(signInLink).build(), BodyHandlers.discarding());
        this.cookie = welcome.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
    }

    /** Starts it on the topics of an installation, beside the approval service that is there already. */
    static ServiceAlone start(AllInOne all, Path folder) throws IOException, InterruptedException {
        Path token = Files.createFile(
                folder.resolve("token"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(token, "the-token-of-a-service-alone\n");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                ServiceAlone.class.getName(),
                all.kafka(),
                Integer.toString(all.topics().partitions()),
                token.toString(),
                all.keys().root().toString(),
                all.operator()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            String link = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
            if (link == null) {
                throw new IllegalStateException("the approval service did not start");
            }
            return new ServiceAlone(process, URI.create(link));
        } catch (IOException | RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** Runs until the process that started it is gone. */
    public static void main(String[] args) throws Exception {
        KeyFolder keys = new KeyFolder(Path.of(args[3]));
        ApprovalService service = ApprovalService.start(ApprovalConfig.local(
                Map.of("bootstrap.servers", args[0]),
                Topics.withPartitions(Integer.parseInt(args[1])),
                SchemaIds.builtIn(),
                Path.of(args[2]),
                keys.approvalService().path(),
                keys.roots(),
                args[4]));
        System.out.println(service.signInLink());
        while (System.in.read() >= 0) {
            // nobody has anything to say to it
        }
        System.exit(0);
    }

    /** The page of everything that waits. */
    String inbox() throws IOException, InterruptedException {
        HttpResponse<String> page =
                http.send(HttpRequest.newBuilder(inbox).header("Cookie", cookie).build(), BodyHandlers.ofString());
        return page.body();
    }

    /** What the process has in memory, as the system counts it, in MiB. */
    double residentMib() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            if (line.startsWith("VmRSS:")) {
                return Double.parseDouble(line.replaceAll("[^0-9]", "")) / KIB_PER_MIB;
            }
        }
        throw new IllegalStateException("the system does not tell what a process has in memory");
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
