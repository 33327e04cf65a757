// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.domain;

import dev.seks.cli.kafka.EmbeddedKafka;
import dev.seks.cli.key.KeyFolder;
import dev.seks.schemas.record.BundleFile;
import dev.seks.schemas.record.CapabilityRequest;
import dev.seks.schemas.record.PolicyBundle;
import dev.seks.schemas.topic.ClusterId;
import dev.seks.schemas.topic.Sizes;
import dev.seks.schemas.topic.TopicAdmin;
import dev.seks.schemas.topic.TopicException;
import dev.seks.schemas.topic.Topics;
import dev.seks.schemas.wire.Codecs;
import dev.seks.schemas.wire.SchemaIds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A real broker with seks's topics under a prefix for each pipe, and requests that a policy allows. */
public final class Lab implements AutoCloseable {
    public static final String DOMAIN = "bench";
    public static final byte[] KEY = DOMAIN.getBytes(StandardCharsets.UTF_8);
    public static final SchemaIds IDS = SchemaIds.builtIn();
    public static final Codecs CODECS = Codecs.of(IDS);

    private static final int PARTITIONS = 4;
    private static final String POLICY = """
            version: 1
            domain: bench
            agents:
              runner:
                keys: ["%s", "hmac-sha256:1"]
                services:
                  forge:
                    allow: ["repos.get", "repos.list", "issues.*"]
                    deny: ["repos.delete", "admin.*"]
                    require_approval: ["repos.create"]
            rate_limits:
              global: { requests_per_minute: 1000000000 }
              per_agent: { requests_per_minute: 1000000000 }
            """;
    private static final String CATALOGUE = """
            service: forge
            base_url: https://forge.example
            actions:
              repos.get:
                summary: "read repository {owner}/{repo}"
                effect: read
                http: GET /repos/{owner}/{repo}
                params:
                  owner: { type: string, pattern: "^[A-Za-z0-9-]{1,39}$", required: true }
                  repo: { type: string, pattern: "^[A-Za-z0-9._-]{1,100}$", required: true }
                returns: [name]
            """;

    private final Path folder;
    private final EmbeddedKafka kafka;
    private final Keys keys;

    private Lab(Path folder, EmbeddedKafka kafka, Keys keys) {
        this.keys = keys;
        this.folder = folder;
        this.kafka = kafka;
    }

    public static Lab open() throws IOException, TopicException {
        Path folder = Files.createTempDirectory("seks-bench");
        EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()))) {
            return new Lab(folder, kafka, new Keys(KeyFolder.in(folder).make("bench"), ClusterId.of(admin)));
        }
    }

    public Keys keys() {
        return keys;
    }

    public Map<String, Object> client() {
        return Map.of("bootstrap.servers", kafka.bootstrap());
    }

    public Path folder(String name) {
        return folder.resolve(name);
    }

    /** Fresh topics under their own prefix. */
    public Topics topics(String prefix) throws TopicException {
        Topics topics = new Topics(prefix, PARTITIONS);
        try (Admin admin = Admin.create(client())) {
            new TopicAdmin(admin, topics).create(1);
        }
        return topics;
    }

    public KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
        Properties settings = new Properties();
        settings.putAll(client());
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Sizes.CLIENT_REQUEST);
        settings.putAll(more);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    void publishPolicy(Topics topics) throws InterruptedException {
        PolicyBundle bundle = PolicyBundle.newBuilder()
                .setDomain(DOMAIN)
                .setVersion(1)
                .setPolicy(new BundleFile(
                        "seks-policy.yaml",
                        POLICY.formatted(keys.agent().publicKey().text())))
                .setCatalogue(List.of(new BundleFile("catalogue/forge.yaml", CATALOGUE)))
                .setOperators(List.of())
                .setAuthor("bench")
                .setMessage("bench")
                .setCreatedAt(Instant.now())
                .build();
        try (KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
            producer.send(keys.bundle(topics, CODECS.bundle().encode(bundle)));
        }
    }

    /** The value of one request of about 200 bytes; {@code id} is its request id. */
    static byte[] request(String id) {
        return CODECS.request()
                .encode(CapabilityRequest.newBuilder()
                        .setRequestId(id)
                        .setDomain(DOMAIN)
                        .setAgent(Keys.AGENT)
                        .setService("forge")
                        .setAction("repos.get")
                        .setParams("{\"owner\":\"acme\",\"repo\":\"site\"}")
                        .setReason("look at the open issues of the site before planning the week")
                        .setCreatedAt(Instant.now())
                        .build());
    }

    @Override
    public void close() {
        kafka.close();
        Folders.delete(folder);
    }
}
