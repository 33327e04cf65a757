// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.doctor;

import dev.seks.cli.fault.EnvironmentFault;
import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.topic.TopicAdmin;
import dev.seks.schemas.topic.TopicException;
import dev.seks.schemas.topic.Topics;
import dev.seks.schemas.topic.TransactionVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;

/** Looks at the brokers of a cluster, and at the topics of seks in it. */
final class ClusterExam {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(20);

    /** No transaction of seks may take longer than ten seconds; what is open for so long hangs. */
    private static final Duration LONGEST_TRANSACTION = Duration.ofMinutes(1);

    private static final int REPLICAS = 3;
    private static final String MIN_ISR = "min.insync.replicas";

    private final Admin admin;
    private final Instant now;

    ClusterExam(Admin admin, Instant now) {
        this.admin = admin;
        this.now = now;
    }

    /** What the brokers are like. */
    List<Diagnosis> brokers() throws TopicException {
        Collection<Node> nodes = await(admin.describeCluster().nodes());
        List<Diagnosis> all = new ArrayList<>();
        int level = TransactionVersion.of(admin);
        all.add(Diagnosis.of(
                level >= TransactionVersion.NEEDED,
                "cluster.transaction.version",
                Integer.toString(level),
                "at least " + TransactionVersion.NEEDED,
                "kafka-features.sh upgrade --feature transaction.version=" + TransactionVersion.NEEDED));
        for (Node node : nodes) {
            Map<String, String> settings = settings(node);
            for (BrokerSetting setting : BrokerSetting.values()) {
                setting.in(settings, node.idString(), nodes.size()).ifPresent(all::add);
            }
        }
        return all;
    }

    /** What the topics are like; empty when the cluster has none of seks. */
    List<Diagnosis> topics(Topics topics) throws TopicException {
        List<Diagnosis> all = new ArrayList<>();
        List<String> faults = new TopicAdmin(admin, topics).faults();
        if (faults.isEmpty()) {
            all.add(Diagnosis.fine("topics.declared", "as declared", "as declared"));
        }
        faults.forEach(fault -> all.add(new Diagnosis(
                "topics.declared",
                fault,
                "as declared",
                "make the topic as docs/reference/topics.md says, before anything is written to it")));
        int brokers = await(admin.describeCluster().nodes()).size();
        Collection<TopicDescription> described = described(topics);
        replicas(described, brokers).ifPresentOrElse(all::add, () -> all.add(sound("topics.replicas")));
        minInSync(topics, described, brokers).ifPresentOrElse(all::add, () -> all.add(sound("topics." + MIN_ISR)));
        inSync(described).ifPresentOrElse(all::add, () -> all.add(sound("topics.in.sync")));
        hanging(described).ifPresentOrElse(all::add, () -> all.add(sound("topics.transactions")));
        return all;
    }

    private static Diagnosis sound(String check) {
        return Diagnosis.fine(check, "nothing to find fault with", "nothing to find fault with");
    }

    private Map<String, String> settings(Node node) {
        ConfigResource broker = new ConfigResource(ConfigResource.Type.BROKER, node.idString());
        Config config = await(admin.describeConfigs(List.of(broker)).all()).get(broker);
        Map<String, String> settings = new HashMap<>();
        config.entries().forEach(entry -> {
            if (entry.value() != null) {
                settings.put(entry.name(), entry.value());
            }
        });
        return settings;
    }

    private Collection<TopicDescription> described(Topics topics) {
        Collection<String> there = await(admin.listTopics().names());
        List<String> ours = Arrays.stream(Topic.values())
                .map(topics::name)
                .filter(there::contains)
                .toList();
        return await(admin.describeTopics(ours).allTopicNames()).values();
    }

    private static Optional<Diagnosis> replicas(Collection<TopicDescription> topics, int brokers) {
        return topics.stream()
                .filter(topic -> brokers >= REPLICAS
                        && topic.partitions().get(0).replicas().size() < REPLICAS)
                .findFirst()
                .map(topic -> new Diagnosis(
                        "topics.replicas",
                        topic.name() + " has "
                                + topic.partitions().get(0).replicas().size(),
                        "at least " + REPLICAS,
                        "kafka-reassign-partitions.sh, with three replicas for each partition"));
    }

    private Optional<Diagnosis> minInSync(Topics topics, Collection<TopicDescription> described, int brokers) {
        if (brokers < REPLICAS) {
            return Optional.empty();
        }
        List<ConfigResource> resources = described.stream()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic.name()))
                .toList();
        return await(admin.describeConfigs(resources).all()).entrySet().stream()
                .filter(entry -> Integer.parseInt(entry.getValue().get(MIN_ISR).value()) < REPLICAS - 1)
                .findFirst()
                .map(entry -> new Diagnosis(
                        "topics." + MIN_ISR,
                        entry.getKey().name() + " has "
                                + entry.getValue().get(MIN_ISR).value(),
                        "at least " + (REPLICAS - 1),
                        "what one broker alone has acknowledged can be lost with it: kafka-configs.sh --alter"
                                + " --entity-type topics --entity-name " + topics.prefix() + "... --add-config "
                                + MIN_ISR + "=" + (REPLICAS - 1)));
    }

    private static Optional<Diagnosis> inSync(Collection<TopicDescription> topics) {
        for (TopicDescription topic : topics) {
            for (TopicPartitionInfo partition : topic.partitions()) {
                if (partition.leader() == null
                        || partition.isr().size() < partition.replicas().size()) {
                    return Optional.of(new Diagnosis(
                            "topics.in.sync",
                            topic.name() + "-" + partition.partition() + " has "
                                    + partition.isr().size() + " of "
                                    + partition.replicas().size() + " replicas in sync",
                            "all in sync",
                            "see why a broker is away or behind; until then another failure costs availability"));
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Diagnosis> hanging(Collection<TopicDescription> topics) {
        List<TopicPartition> partitions = topics.stream()
                .flatMap(topic -> topic.partitions().stream()
                        .filter(partition -> partition.leader() != null)
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                .toList();
        return await(admin.describeProducers(partitions).all()).entrySet().stream()
                .filter(entry -> entry.getValue().activeProducers().stream().anyMatch(this::hangs))
                .findFirst()
                .map(entry -> new Diagnosis(
                        "topics.transactions",
                        "a transaction in " + entry.getKey() + " has been open for more than "
                                + LONGEST_TRANSACTION.toSeconds() + " s",
                        "none that hangs",
                        "whoever reads committed records waits there: kafka-transactions.sh find-hanging, then abort"));
    }

    private boolean hangs(ProducerState producer) {
        Instant last = Instant.ofEpochMilli(producer.lastTimestamp());
        return producer.currentTransactionStartOffset().isPresent()
                && last.plus(LONGEST_TRANSACTION).isBefore(now);
    }

    private static <T> T await(KafkaFuture<T> answer) {
        try {
            return answer.get(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw EnvironmentFault.because("kafka does not say: " + e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw EnvironmentFault.because("kafka did not answer within " + ANSWER_WITHIN.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw EnvironmentFault.because("interrupted while waiting for kafka", e);
        }
    }
}
