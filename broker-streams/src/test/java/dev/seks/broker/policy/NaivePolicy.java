// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The meaning of a policy said as plainly as possible: lists, loops, no index. It knows nothing of the evaluator and is
 * what the evaluator is held against.
 */
record NaivePolicy(List<Line> lines) {

    /** One rule: for which agent and service, in which list, at which index of it, and its pattern. */
    record Line(String agent, String service, String list, int index, String pattern) {
        String path() {
            return "agents." + agent + ".services." + service + "." + list + "[" + index + "]";
        }
    }

    /** The answer: a word, and the paths of the rules that led to it. */
    record Answer(String word, List<String> paths) {}

    Answer answer(String agent, String service, String action, Set<String> credentialActions) {
        if (lines.stream().noneMatch(l -> l.agent().equals(agent))) {
            return new Answer("UNKNOWN_AGENT", List.of());
        }
        if (lines.stream().noneMatch(l -> l.agent().equals(agent) && l.service().equals(service))) {
            return new Answer("UNKNOWN_SERVICE", List.of());
        }
        boolean wildcardsCount = !credentialActions.contains(service + "/" + action);
        List<String> deny = matching(agent, service, "deny", action, true);
        List<String> ask = matching(agent, service, "require_approval", action, wildcardsCount);
        List<String> allow = matching(agent, service, "allow", action, wildcardsCount);
        if (!deny.isEmpty()) {
            return new Answer("DENIED", deny);
        } else if (!ask.isEmpty()) {
            return new Answer("APPROVAL", ask);
        } else if (!allow.isEmpty()) {
            return new Answer("ALLOWED", allow);
        }
        return new Answer("NO_RULE", List.of());
    }

    private List<String> matching(String agent, String service, String list, String action, boolean wildcardsCount) {
        List<String> paths = new ArrayList<>();
        for (Line line : lines) {
            boolean here = line.agent().equals(agent)
                    && line.service().equals(service)
                    && line.list().equals(list);
            if (here
                    && glob(line.pattern(), action)
                    && (wildcardsCount || line.pattern().equals(action))) {
                paths.add(line.path());
            }
        }
        return paths;
    }

    /** A star is nothing, or any character and then the star again. */
    static boolean glob(String pattern, String text) {
        if (pattern.isEmpty()) {
            return text.isEmpty();
        }
        if (pattern.charAt(0) == '*') {
            return glob(pattern.substring(1), text) || (!text.isEmpty() && glob(pattern, text.substring(1)));
        }
        return !text.isEmpty() && pattern.charAt(0) == text.charAt(0) && glob(pattern.substring(1), text.substring(1));
    }
}
