// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.oracle;

import dev.seks.broker.oracle.World.Judge;
import dev.seks.broker.oracle.World.Reader;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Random worlds, and in each of them random requests; what fails tells the seed and the world. */
public final class Trials {
    private final long seed;
    private final int worlds;
    private final int requests;
    final Random random;
    final RandomWorlds make;

    public Trials(long seed, int worlds, int requests) {
        this.seed = seed;
        this.worlds = worlds;
        this.requests = requests;
        this.random = new Random(seed);
        this.make = new RandomWorlds(random);
    }

    /** A trial in one world. */
    interface Trial {
        void run(World world);
    }

    /** A trial of one request. */
    interface Request {
        void run(Asked asked);
    }

    void eachWorld(Trial trial) {
        for (int i = 0; i < worlds; i++) {
            trial.run(make.world());
        }
    }

    void eachRequest(World world, Request request) {
        for (int i = 0; i < requests; i++) {
            request.run(make.asked(world));
        }
    }

    void require(boolean holds, Supplier<String> told, World... read) {
        if (!holds) {
            StringBuilder text = new StringBuilder("seed " + seed + ": " + told.get());
            for (World world : read) {
                text.append("\n\n").append(WorldText.policy(world)).append(world.catalogue());
            }
            throw new AssertionError(text);
        }
    }

    /**
     * The reader answers every request as the naive reading does: outcome, reason, all rules, all that people must do.
     * Returns how often each reason was seen.
     */
    public Map<String, Integer> agree(Reader reader) {
        Map<String, Integer> seen = new TreeMap<>();
        eachWorld(world -> {
            Judge judge = reader.read(world);
            eachRequest(world, asked -> {
                Answer expected = world.answer(asked);
                Answer answer = judge.answer(asked);
                require(
                        Objects.equals(answer, expected),
                        () -> asked + "\nanswered " + answer + "\nexpected " + expected,
                        world);
                seen.merge(expected.reason(), 1, Integer::sum);
            });
        });
        return seen;
    }
}
