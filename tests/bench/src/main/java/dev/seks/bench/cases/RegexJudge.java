// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.cases;

import java.util.List;
import java.util.regex.Pattern;

/** Lists of compiled regular expressions, held against names. */
final class RegexJudge implements Judge {
    private record Entry(Line line, Pattern service, Pattern action) {}

    @Override
    public String name() {
        return "regex list";
    }

    @Override
    public Answer ask(RequestCase asked) throws NoWordsException {
        Words.requireYesOrNo(asked);
        Words.requireNoShape(asked);
        Question question = asked.question();
        if (question.effect().equals("credential")) {
            throw new NoWordsException("what an action does");
        }
        Sketch policy = Sketch.of(asked.policy());
        List<Line> reaching = policy.reaching(question.agent());
        boolean allowed = false;
        for (Entry entry : Words.translated(policy, question, RegexJudge::entry)) {
            if (reaching.contains(entry.line())
                    && entry.service().matcher(question.service()).matches()
                    && entry.action().matcher(question.action()).matches()) {
                if (entry.line().verb() == Line.Verb.DENY) {
                    return Answer.of(false);
                }
                allowed = true;
            }
        }
        return Answer.of(allowed);
    }

    private static Entry entry(Line line) throws NoWordsException {
        if (line.when().isPresent()) {
            throw new NoWordsException("conditions");
        } else if (line.during().isPresent()) {
            throw new NoWordsException("hours");
        }
        return new Entry(line, Pattern.compile(Line.regex(line.service())), Pattern.compile(Line.regex(line.action())));
    }
}
