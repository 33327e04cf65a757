// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.condition;

import dev.cel.common.CelIssue;
import dev.cel.common.CelValidationResult;
import dev.seks.schemas.yaml.Suggestion;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says what the language finds wrong in words for whoever writes a policy. */
final class CelWords {
    private static final Pattern UNKNOWN_NAME = Pattern.compile("undeclared reference to '([^']*)'.*", Pattern.DOTALL);
    private static final Pattern NO_OVERLOAD =
            Pattern.compile("found no matching overload for '([^']*)' applied to '([^']*)'.*", Pattern.DOTALL);
    private static final Pattern WRONG_TYPE =
            Pattern.compile("expected type '([^']*)' but found '([^']*)'.*", Pattern.DOTALL);
    private static final Pattern EXPECTING = Pattern.compile(" expecting [{'].*", Pattern.DOTALL);
    private static final int MAX_MESSAGE = 160;

    private CelWords() {}

    static List<Flaw> flaws(CelValidationResult result) {
        return result.getErrors().stream().map(CelWords::flaw).distinct().toList();
    }

    private static Flaw flaw(CelIssue issue) {
        int line = Math.max(1, issue.getSourceLocation().getLine());
        int column = Math.max(1, issue.getSourceLocation().getColumn() + 1);
        return Flaw.at(line, column, told(issue.getMessage()));
    }

    private static String told(String message) {
        Matcher name = UNKNOWN_NAME.matcher(message);
        if (name.matches()) {
            return "unknown name " + name.group(1) + Suggestion.didYouMean(name.group(1), Variable.words())
                    + ", expected one of " + String.join(", ", Variable.words()) + ", or a function of CEL";
        }
        Matcher overload = NO_OVERLOAD.matcher(message);
        if (overload.matches()) {
            return operator(overload.group(1)) + " cannot be applied to " + overload.group(2);
        }
        Matcher type = WRONG_TYPE.matcher(message);
        if (type.matches()) {
            return "this is of type " + type.group(2) + ", expected " + type.group(1);
        }
        if (message.contains("input '<EOF>'")) {
            return "it ends here, expected more";
        }
        String plain = EXPECTING.matcher(message).replaceFirst("");
        return plain.length() <= MAX_MESSAGE ? plain : plain.substring(0, MAX_MESSAGE) + "…";
    }

    /** An operator as one writes it, from the name of its function. */
    private static String operator(String function) {
        return function.equals("_[_]") ? "[]" : function.replace("_", "").replace("@", "");
    }
}
