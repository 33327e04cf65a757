// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.client;

import dev.seks.cli.dev.AllInOne;
import dev.seks.cli.dev.DevOptions;
import dev.seks.client.ClientConfig;
import dev.seks.client.SeksClient;
import dev.seks.tests.invariant.InvariantChecker;
import dev.seks.tests.invariant.TopicsReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Everything in one process, with the example policy's rules and limits that leave room for tests. */
final class RunningSeks implements AutoCloseable {
    private static final String POLICY = """
            version: 1
            agents:
              aeonbyte:
                services:
                  github:
                    allow: ["repos.list", "repos.get", "issues.list"]
                    deny: ["repos.delete", "admin.*"]
                    require_approval: ["repos.create"]
                  email:
                    allow: ["draft.*"]
                    require_approval: ["send"]
            rate_limits:
              global: { requests_per_minute: 5000 }
              per_agent: { requests_per_minute: 5000 }
            """;

    private final AllInOne all;
    private final String data;
    private final List<SeksClient> clients = new ArrayList<>();

    private RunningSeks(AllInOne all, String data) {
        this.all = all;
        this.data = data;
    }

    static RunningSeks in(Path folder) {
        try {
            Path policy = Files.writeString(folder.resolve("policy.yaml"), POLICY);
            Path data = folder.resolve("data");
            AllInOne all = AllInOne.start(DevOptions.in(data).withPolicy(policy), Clock.systemUTC());
            all.publishAddress();
            return new RunningSeks(all, data.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    AllInOne all() {
        return all;
    }

    /** A new client of the domain; closed with this. */
    SeksClient client() {
        return client(all.domain());
    }

    SeksClient client(String domain) {
        SeksClient client = SeksClient.open(ClientConfig.of(all.kafka(), domain)
                .signing("aeonbyte", all.keys().signerOf(domain, "aeonbyte")));
        clients.add(client);
        return client;
    }

    /** Runs a command that finds this by its folder. */
    Run seks(String... args) {
        List<String> line = new ArrayList<>(List.of(args));
        line.add("--data");
        line.add(data);
        return Run.seks(line.toArray(String[]::new));
    }

    /** Holds everything that the topics say against the invariants. */
    void requireInvariants() {
        InvariantChecker.of(new TopicsReader(all.client(), all.topics()).read(name -> true))
                .withSecrets(List.of(all.token()))
                .requireNoFinding();
    }

    @Override
    public void close() {
        clients.forEach(SeksClient::close);
        all.close();
    }
}
