// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.cli.key.KeyFolder;
import dev.seks.client.FinalState;
import dev.seks.schemas.topic.TopicDiscovery;
import dev.seks.schemas.topic.Topics;
import dev.seks.tests.invariant.InvariantChecker;
import dev.seks.tests.invariant.Log;
import dev.seks.tests.invariant.TopicsReader;
import dev.seks.tests.leftovers.SecretsFolder;
import dev.seks.tests.replay.ReplayChecker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything in one process, killed with SIGKILL again and again in the middle of its work and started again on the same
 * folder, while agents go on publishing and a person goes on deciding. The service that is called lives here, outside of
 * what is killed, and counts.
 */
@Tag("slow")
class CrashTest {
    private static final long SEED = Long.getLong("seks.seed", 20_261_123L);
    private static final int KILLS_AT_EACH_MOMENT = 4;
    private static final int BURST = 30;
    private static final int EARLY_IN_THE_BURST = 4;
    private static final int LONGEST_START_MS = 4_000;
    private static final int LONGEST_DOUBT = 3;
    private static final Duration SETTLE_WITHIN = Duration.ofMinutes(3);

    /** How long an answer of a child is waited for that will be killed: nobody is held up for long when it is dead. */
    private static final Duration DOOMED_ANSWERS_WITHIN = Duration.ofSeconds(3);

    static final List<String> AGENTS = List.of("anna", "bert", "cleo");
    private static final String OF_AN_AGENT = """
              %s:
                services:
                  shop:
                    allow: ["get", "order"]
                    deny: ["cancel"]
                    require_approval: ["refund"]
            """;
    private static final String LIMITS = """
            defaults: { max_open_approvals: 10000 }
            rate_limits:
              global: { requests_per_minute: 5000 }
              per_agent: { requests_per_minute: 5000 }
            """;

    @TempDir
    private Path folder;

    private final Random random = new Random(SEED);
    private final List<Ask> asked = new ArrayList<>();
    private final Map<Ask, FinalState> ended = new ConcurrentHashMap<>();
    private final List<Instant> killedAt = new ArrayList<>();
    private final List<CompletableFuture<Void>> leaving = new ArrayList<>();
    private Shop shop;

    @BeforeEach
    void prepare() throws IOException {
        shop = new Shop();
        StringBuilder policy = new StringBuilder("version: 1\nagents:\n");
        AGENTS.forEach(agent -> policy.append(OF_AN_AGENT.formatted(agent)));
        Files.writeString(folder.resolve("policy.yaml"), policy + LIMITS);
        Files.createDirectory(folder.resolve("catalogue"));
        Files.writeString(folder.resolve("catalogue").resolve("shop.yaml"), shop.catalogue());
        Path token = SecretsFolder.keep(folder, "shop", Shop.TOKEN);
        Path credentials = Files.createDirectories(folder.resolve("data").resolve("credentials"));
        Files.writeString(credentials.resolve("credentials.yaml"), shop.credentials(token));
    }

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void everyRequestEndsOnceWhereverAProcessIsKilled() throws Exception {
        List<Moment> moments = moments();

        for (int round = 0; round < moments.size(); round++) {
            live(round, moments.get(round));
        }

        try (Child child = Child.start(folder).awaitReady()) {
            settle(child, moments);
        }
    }

    private List<Moment> moments() {
        List<Moment> moments = new ArrayList<>();
        for (Moment moment : Moment.values()) {
            moments.addAll(Collections.nCopies(KILLS_AT_EACH_MOMENT, moment));
        }
        Collections.shuffle(moments, random);
        return moments;
    }

    /** One life of everything: started, put to work and killed. */
    private void live(int round, Moment moment) throws Exception {
        shop.tell(passing -> {});
        Instant started = Instant.now();
        String ready = "-";
        try (Child child = Child.start(folder)) {
            if (moment == Moment.STARTING) {
                child.diesWithin(Duration.ofMillis(random.nextInt(LONGEST_START_MS)));
            } else {
                Trigger trigger = new Trigger(moment, 1 + random.nextInt(EARLY_IN_THE_BURST), child::kill);
                Actors actors = new Actors(child.awaitReady(), round, trigger, ended, DOOMED_ANSWERS_WITHIN);
                ready = since(started);
                shop.tell(trigger::pass);
                // a client whose broker is gone waits for it with each request: the rest is for the next life
                Stream.concat(open().stream(), burst(round).stream())
                        .takeWhile(ask -> child.isAlive())
                        .forEach(actors::publish);
                child.awaitDeath();
                leaving.add(CompletableFuture.runAsync(actors::leave));
            }
            child.kill();
            killedAt.add(Instant.now());
        }
        System.out.println("life " + round + ": ready after " + ready + ", killed after " + since(started) + " when "
                + moment + ", open requests: " + open().size());
    }

    private static String since(Instant start) {
        return Duration.between(start, Instant.now()).toMillis() + " ms";
    }

    private List<Ask> open() {
        return asked.stream().filter(ask -> !ended.containsKey(ask)).toList();
    }

    private List<Ask> burst(int round) {
        List<Ask> burst = new ArrayList<>();
        for (int n = 0; n < BURST; n++) {
            Ask.Kind kind = Ask.Kind.values()[n % Ask.Kind.values().length];
            String agent = AGENTS.get(random.nextInt(AGENTS.size()));
            burst.add(Ask.of(kind, agent, "r" + round + "-" + n, round + random.nextInt(LONGEST_DOUBT)));
        }
        Collections.shuffle(burst, random);
        asked.addAll(burst);
        return burst;
    }

    /** Lets everything end, and judges it. */
    private void settle(Child child, List<Moment> moments) throws Exception {
        Trigger none = new Trigger(Moment.STARTING, 1, () -> {});
        Actors actors = new Actors(child, Integer.MAX_VALUE, none, ended, SETTLE_WITHIN);
        asked.forEach(actors::publish);
        asked.forEach(ask -> actors.await(ask, SETTLE_WITHIN));
        leaving.forEach(CompletableFuture::join);

        Map<String, Object> client = Map.of("bootstrap.servers", child.kafka());
        Topics topics = TopicDiscovery.find(client, Topics.DEFAULT_PREFIX, SETTLE_WITHIN);
        Log log = new TopicsReader(client, topics).read(name -> true);
        Map<String, Integer> calls = new HashMap<>();
        asked.stream()
                .filter(ask -> ask.kind().isOnce())
                .forEach(ask -> calls.put(actors.digest(ask), shop.calls(ask.item())));
        System.out.println("seed: " + SEED + "\n" + new Tally(moments, killedAt, log).text(ended, shop.calls()));

        InvariantChecker.of(log)
                .quiescent()
                .withCalls(calls)
                .withSecrets(List.of(Shop.TOKEN, child.token()))
                .requireNoFinding();
        ReplayChecker.read(client, topics, KeyFolder.in(folder.resolve("data")).broker())
                .requireSame();
        assertThat(asked).allSatisfy(ask -> requireJustEnd(ask, ended.get(ask)));
        assertThat(shop.unauthorised()).isZero();
        actors.leave();
        assertThat(child.stop()).isZero();
    }

    private void requireJustEnd(Ask ask, FinalState end) {
        assertThat(ask.kind().allows(end)).as("%s: %s", ask, end).isTrue();
        if (end.succeeded()) {
            assertThat(shop.calls(ask.item())).as("%s", ask).isPositive();
        }
        if (!ask.kind().isCalled()) {
            assertThat(shop.calls(ask.item())).as("%s", ask).isZero();
        }
    }
}
