// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.oracle;

import dev.seks.broker.oracle.NaivePolicy.Cast;
import dev.seks.broker.oracle.NaivePolicy.Line;
import dev.seks.broker.oracle.NaivePolicy.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** All that a request is decided on: a policy, and the effect of each action of each service. */
public record World(NaivePolicy policy, Map<String, Map<String, String>> catalogue) {

    /** Somebody who can read a world, as the evaluator does. */
    public interface Reader {
        Judge read(World world);
    }

    /** Somebody who answers requests in the world that was read. */
    public interface Judge {
        Answer answer(Asked asked);
    }

    Answer answer(Asked asked) {
        return policy.answer(asked, catalogue);
    }

    World withPolicy(NaivePolicy changed) {
        return new World(changed, catalogue);
    }

    /** The same world with other rules, numbered anew. */
    World withLines(List<Line> lines) {
        Map<String, Integer> counts = new HashMap<>();
        List<Line> numbered = new ArrayList<>();
        for (Line line : lines) {
            int index = counts.merge(line.place() + line.list(), 1, Integer::sum) - 1;
            numbered.add(new Line(line.place(), line.list(), index, line.pattern(), line.detail()));
        }
        return withPolicy(
                new NaivePolicy(policy.agents(), policy.places(), policy.extended(), numbered, policy.cast()));
    }

    World eachLine(UnaryOperator<Line> change) {
        return withLines(policy.lines().stream().map(change).toList());
    }

    World withPlaces(List<Place> places) {
        return withPolicy(new NaivePolicy(policy.agents(), places, policy.extended(), policy.lines(), policy.cast()));
    }

    World withAgents(List<String> agents) {
        return withPolicy(new NaivePolicy(agents, policy.places(), policy.extended(), policy.lines(), policy.cast()));
    }

    World withExtended(Map<String, List<String>> extended) {
        return withPolicy(new NaivePolicy(policy.agents(), policy.places(), extended, policy.lines(), policy.cast()));
    }

    World withCast(Cast cast) {
        return withPolicy(new NaivePolicy(policy.agents(), policy.places(), policy.extended(), policy.lines(), cast));
    }

    /** What the rules at these paths say, wherever they stand, in no order. */
    List<String> said(List<String> paths) {
        return policy.lines().stream()
                .filter(line -> paths.contains(line.path()))
                .map(line -> line.list() + " " + line.pattern() + " " + line.detail())
                .sorted()
                .toList();
    }
}
