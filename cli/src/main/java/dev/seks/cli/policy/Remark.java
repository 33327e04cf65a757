// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.policy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seks.broker.policy.Finding;
import dev.seks.schemas.yaml.Fault;

/** One thing to say about a file, at its place. */
record Remark(Severity severity, Fault at) implements Comparable<Remark> {

    /** How much it matters. */
    enum Severity {
        /** The file is wrong, and is never published. */
        FAULT,
        /** The policy does something else than it seems to. */
        WARNING,
        /** Worth knowing. */
        NOTE
    }

    static Remark of(Fault fault) {
        return new Remark(Severity.FAULT, fault);
    }

    static Remark of(Finding finding) {
        return new Remark(
                switch (finding.severity()) {
                    case WARNING -> Severity.WARNING;
                    case NOTE -> Severity.NOTE;
                },
                finding.at());
    }

    /** One line, as compilers and editors write and read them. */
    String text() {
        String word = switch (severity) {
            case FAULT -> "";
            case WARNING -> "warning: ";
            case NOTE -> "note: ";
        };
        return at.file() + ":" + at.line() + ":" + at.column() + ": " + word + at.message();
    }

    ObjectNode json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("file", at.file())
                .put("line", at.line())
                .put("column", at.column())
                .put("severity", severity.name())
                .put("message", at.message());
    }

    @Override
    public int compareTo(Remark other) {
        return at.compareTo(other.at);
    }
}
