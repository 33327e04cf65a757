// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.client;

import dev.seks.schemas.digest.Digest;
import dev.seks.schemas.record.CapabilityRequest;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.ExecutionResult;
import dev.seks.schemas.record.JournalEntry;
import dev.seks.schemas.signature.RecordKind;
import dev.seks.schemas.signature.RecordSigner;
import dev.seks.schemas.signature.SignatureHeader;
import dev.seks.schemas.signature.Signer;
import dev.seks.schemas.text.Printable;
import dev.seks.schemas.topic.LogReader;
import dev.seks.schemas.topic.Sizes;
import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.topic.TopicDiscovery;
import dev.seks.schemas.wire.Codecs;
import dev.seks.schemas.wire.WireException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;

/**
 * Publishes requests of agents of one policy domain and follows them to their final states. Safe for use by many
 * threads; one client per process is enough. It holds no credential. What it reports it has read
 * from committed records; that nobody but the broker and the executor writes those rests on Kafka's ACLs, since an agent
 * holds none of the keys by which executors check them.
 */
public final class SeksClient implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(500);

    private final ClientConfig config;
    private final String clusterId;
    private final Codecs codecs;
    private final String requests;
    private final AnswerLog log;
    private final Submissions submissions;
    private final KafkaProducer<byte[], byte[]> producer;
    private final LogReader reader;
    private final ReadBack readBack;
    private final Thread thread;
    private volatile Optional<ClientException> fault = Optional.empty();

    private SeksClient(
            ClientConfig config,
            String clusterId,
            Codecs codecs,
            AnswerLog log,
            KafkaProducer<byte[], byte[]> producer) {
        this.config = config;
        this.clusterId = clusterId;
        this.codecs = codecs;
        this.requests = Topic.REQUESTS.name(config.prefix());
        this.log = log;
        this.submissions = new Submissions(config.domain());
        // INVARIANT: the end is known before the first request is published, so that no answer can be missed
        this.reader = log.readerFromEnd();
        this.producer = producer;
        this.readBack = new ReadBack(log);
        this.thread = new Thread(this::read, "seks-client");
        thread.setDaemon(true);
    }

    /**
     * Connects, and begins to read answers.
     *
     * @throws ClientException when Kafka does not answer in time, or holds no topics of seks
     */
    public static SeksClient open(ClientConfig config) {
        TopicDiscovery.Found cluster = Connection.cluster(config);
        Codecs codecs = Codecs.of(config.ids());
        KafkaProducer<byte[], byte[]> producer = Connection.producer(config);
        try {
            SeksClient client = new SeksClient(
                    config, cluster.clusterId(), codecs, new AnswerLog(config, cluster.topics(), codecs), producer);
            client.thread.start();
            return client;
        } catch (KafkaException e) {
            producer.close(Duration.ZERO);
            throw Connection.fault(config, e);
        }
    }

    /**
     * Signs a request with the key of its agent and publishes it.
     *
     * @throws ClientException when it is too large, its agent has no key although others have, too many are under way, or the client can no longer read answers
     */
    public Submission submit(Request request) {
        CapabilityRequest message = request.in(config.domain());
        byte[] value = codecs.request().encode(message);
        if (value.length > Sizes.REQUEST_VALUE) {
            throw new ClientException(
                    "a request of " + value.length + " bytes, expected at most " + Sizes.REQUEST_VALUE);
        }
        return publish(value, signature(message.getAgent(), value), message.getCreatedAt());
    }

    /**
     * Publishes the bytes of a request as they are, e.g. those another process made and signed. They are not checked:
     * what is no request, or not well signed, is denied as such.
     *
     * @param signature the value of the header that was made for them; empty to send none
     * @throws ClientException when too many are under way, or the client can no longer read answers
     */
    public Submission submitBytes(byte[] value, Optional<SignatureHeader> signature) {
        try {
            return publish(value, signature, codecs.request().decode(value).getCreatedAt());
        } catch (WireException e) {
            return publish(value, signature, Instant.EPOCH); // it has no first answer to be looked for
        }
    }

    /**
     * The signature that an agent of this client gives for bytes; empty when the client has no keys at all.
     *
     * @throws ClientException when it has keys, and none of this agent
     */
    public Optional<SignatureHeader> signature(String agent, byte[] value) {
        if (config.keys().isEmpty()) {
            return Optional.empty();
        }
        Signer key = config.keys().get(agent);
        if (key == null) {
            throw new ClientException("no key of agent " + Printable.of(agent) + ", expected one to sign with");
        }
        return Optional.of(new RecordSigner(key, clusterId).sign(RecordKind.REQUEST, requests, value));
    }

    /** Stops following; what was submitted goes on without this client. */
    @Override
    public void close() {
        stop(new ClientException("the client was closed"));
        producer.close(config.answersWithin());
        reader.wakeup();
        readBack.close();
        if (Thread.currentThread() == thread) {
            return; // closed by a stage of a future; the loop ends after it
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Submission publish(byte[] value, Optional<SignatureHeader> signature, Instant createdAt) {
        fault.ifPresent(known -> {
            throw known;
        });
        String digest = Digest.of(value);
        Submission submission = new Submission(config.domain(), digest, createdAt);
        Submission followed = submissions.follow(submission);
        if (followed != submission) {
            return followed; // the same bytes are under way: it is one request
        }
        fault.ifPresent(submission::fail);
        byte[] key = config.domain().getBytes(StandardCharsets.UTF_8);
        try {
            ProducerRecord<byte[], byte[]> message = new ProducerRecord<>(requests, key, value);
            signature.ifPresent(header -> message.headers().add(SignatureHeader.NAME, header.encode()));
            producer.send(message, (at, failure) -> {
                if (failure == null) {
                    submission.onPublished(at.offset());
                } else {
                    submission.fail(Connection.notPublished(config, digest, failure));
                }
            });
        } catch (KafkaException | IllegalStateException e) {
            submission.fail(Connection.notPublished(config, digest, e));
        }
        return submission;
    }

    private void read() {
        try (reader) {
            AnswerLog.Sink sink = new Following();
            while (fault.isEmpty()) {
                reader.poll(POLL, record -> log.deliver(record, sink));
            }
        } catch (WakeupException e) {
            stop(new ClientException("the client was closed"));
        } catch (RuntimeException e) {
            stop(new ClientException("answers can no longer be read: " + e.getMessage(), e));
        }
    }

    private void stop(ClientException why) {
        if (fault.isEmpty()) {
            fault = Optional.of(why);
        }
        submissions.failAll(fault.orElse(why));
    }

    private final class Following implements AnswerLog.Sink {
        @Override
        public void decision(Decision decision) {
            submissions.onDecision(decision);
        }

        @Override
        public void result(ExecutionResult result) {
            submissions.onResult(result);
        }

        @Override
        public void journal(JournalEntry entry) {
            submissions.onJournal(entry).forEach(readBack::seek);
        }
    }
}
