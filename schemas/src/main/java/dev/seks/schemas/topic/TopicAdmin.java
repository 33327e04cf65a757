// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.topic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Creates the topics in a cluster and checks them against their declaration. A service that finds a fault refuses to
 * start.
 */
public final class TopicAdmin {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final Duration VISIBILITY_POLL = Duration.ofMillis(10);

    private final Admin admin;
    private final Topics topics;

    public TopicAdmin(Admin admin, Topics topics) {
        this.admin = admin;
        this.topics = topics;
    }

    /**
     * Creates the topics that do not exist and waits until they can be seen; leaves those that do as they are.
     *
     * @throws TopicException when the cluster does not answer or refuses
     */
    public void create(int replicationFactor) throws TopicException {
        Set<String> existing = await(admin.listTopics().names(), "list topics");
        List<NewTopic> missing = Arrays.stream(Topic.values())
                .filter(topic -> !existing.contains(topics.name(topic)))
                .map(topic -> new NewTopic(topics.name(topic), topics.partitions(), (short) replicationFactor)
                        .configs(topics.configuration(topic)))
                .toList();
        for (KafkaFuture<Void> created : admin.createTopics(missing).values().values()) {
            try {
                await(created, "create topics");
            } catch (TopicException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
        awaitVisible();
    }

    /** The controller has answered by now, but the brokers hear of new topics a moment later. */
    private void awaitVisible() throws TopicException {
        List<String> wanted = Arrays.stream(Topic.values()).map(topics::name).toList();
        long giveUp = System.nanoTime() + DEADLINE.toNanos();
        while (!await(admin.listTopics().names(), "list topics").containsAll(wanted)) {
            if (System.nanoTime() > giveUp) {
                throw new TopicException("new topics cannot be seen after " + DEADLINE.toSeconds() + " s", null);
            }
            LockSupport.parkNanos(VISIBILITY_POLL.toNanos());
        }
    }

    /**
     * Everything in which the cluster's topics differ from their declaration, one sentence each; empty when all is well.
     *
     * @throws TopicException when the cluster does not answer
     */
    public List<String> faults() throws TopicException {
        Set<String> existing = await(admin.listTopics().names(), "list topics");
        List<String> faults = new ArrayList<>();
        List<Topic> present = new ArrayList<>();
        for (Topic topic : Topic.values()) {
            if (existing.contains(topics.name(topic))) {
                present.add(topic);
            } else {
                faults.add(topics.name(topic) + ": does not exist");
            }
        }
        Map<String, TopicDescription> descriptions = await(
                admin.describeTopics(present.stream().map(topics::name).toList())
                        .allTopicNames(),
                "describe topics");
        Map<ConfigResource, Config> configs = await(
                admin.describeConfigs(present.stream().map(this::resource).toList())
                        .all(),
                "read the topics' configuration");
        for (Topic topic : present) {
            faults.addAll(partitionFaults(topic, descriptions.get(topics.name(topic))));
            faults.addAll(configFaults(topic, configs.get(resource(topic))));
        }
        return faults;
    }

    /**
     * Refuses a cluster whose topics differ from their declaration.
     *
     * @throws TopicException naming every fault
     */
    public void verify() throws TopicException {
        List<String> faults = faults();
        if (!faults.isEmpty()) {
            throw new TopicException("unsafe topics, refusing to run: " + String.join("; ", faults), null);
        }
    }

    private List<String> partitionFaults(Topic topic, TopicDescription description) {
        int found = description.partitions().size();
        return found == topics.partitions()
                ? List.of()
                : List.of(topics.name(topic) + ": " + found + " partitions, expected " + topics.partitions());
    }

    private List<String> configFaults(Topic topic, Config config) {
        List<String> faults = new ArrayList<>();
        topics.configuration(topic).forEach((key, expected) -> {
            ConfigEntry entry = config.get(key);
            String found = entry == null || entry.value() == null ? "nothing" : entry.value();
            if (!sameSetting(found, expected)) {
                faults.add(topics.name(topic) + ": " + key + "=" + found + ", expected " + expected);
            }
        });
        return faults;
    }

    private static boolean sameSetting(String found, String expected) {
        return new HashSet<>(Arrays.asList(found.split(","))).equals(Set.of(expected));
    }

    private ConfigResource resource(Topic topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topics.name(topic));
    }

    private static <T> T await(KafkaFuture<T> answer, String what) throws TopicException {
        try {
            return answer.get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new TopicException("cannot " + what + ": " + e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw new TopicException("cannot " + what + ": no answer within " + DEADLINE.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TopicException("cannot " + what + ": interrupted", e);
        }
    }
}
