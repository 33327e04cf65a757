// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.cases;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Puts every request of the conformance cases to every engine. */
public final class Scores {
    private Scores() {}

    /** {@code conformance} is the folder {@code tests/conformance}. */
    public static List<Score> of(Path conformance) {
        List<RequestCase> cases = RequestCase.in(conformance);
        List<Judge> judges =
                List.of(new SeksJudge(), new CedarJudge(), new CasbinJudge(), new CelJudge(), new RegexJudge());
        return judges.stream().map(judge -> score(judge, cases)).toList();
    }

    private static Score score(Judge judge, List<RequestCase> cases) {
        int right = 0;
        Map<String, String> wrong = new TreeMap<>();
        Map<String, Integer> noWords = new TreeMap<>();
        int named = 0;
        int ofNamed = 0;
        for (RequestCase one : cases) {
            try {
                Answer answer = judge.ask(one);
                Optional<Set<String>> rules = answer.rules();
                if (!answer.outcome().equals(one.outcome())) {
                    wrong.put(one.name(), answer.outcome() + " instead of " + one.outcome() + " " + one.reason());
                } else {
                    right++;
                    ofNamed += rules.isPresent() && one.rules().isPresent() ? 1 : 0;
                    named += rules.isPresent() && rules.equals(one.rules()) ? 1 : 0;
                }
            } catch (NoWordsException e) {
                noWords.merge(String.valueOf(e.getMessage()), 1, Integer::sum);
            } catch (Exception e) {
                throw new IllegalStateException(judge.name() + " cannot be asked " + one.name(), e);
            }
        }
        return new Score(judge.name(), right, wrong, noWords, named, ofNamed);
    }
}
