// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.control;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seks.cli.option.ExitCode;
import dev.seks.cli.option.Terminal;
import dev.seks.schemas.record.Control;
import dev.seks.schemas.record.ControlKind;
import dev.seks.schemas.record.JournalEntry;
import dev.seks.schemas.record.Resolution;
import java.util.Optional;

/**
 * What became of an order.
 *
 * @param entry the journal entry that says so; empty while no broker has come to it
 */
public record OrderFate(Control order, Optional<JournalEntry> entry) {

    /** The three things that can become of it. */
    public enum Word {
        /** It counts. */
        TAKEN,
        /** It does not. */
        REFUSED,
        /** No broker has come to it; an executor obeys a freeze all the same. */
        WAITING
    }

    public Word word() {
        return entry.map(e -> e.getReason() == null ? Word.TAKEN : Word.REFUSED).orElse(Word.WAITING);
    }

    /** One sentence. */
    public String told() {
        return switch (word()) {
            case TAKEN -> explanation() + ended();
            case REFUSED -> "refused: " + explanation();
            case WAITING ->
                "the order stands in the log, and no broker has taken it up yet"
                        + (order.getKind() == ControlKind.FREEZE ? "; executors obey it all the same" : "");
        };
    }

    public int exitCode() {
        return switch (word()) {
            case TAKEN -> ExitCode.DONE;
            case REFUSED -> ExitCode.FINDING;
            case WAITING -> ExitCode.STILL_PENDING;
        };
    }

    /** What was ordered and what became of it. */
    public ObjectNode json() {
        Resolution resolution = order.getResolution();
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("domain", order.getDomain());
        line.put("kind", order.getKind().name());
        line.put("agent", order.getAgent());
        line.put("service", order.getService());
        line.put("requestId", order.getRequestId());
        line.put("requestDigest", order.getRequestDigest());
        line.put("grantId", order.getGrantId());
        line.put("resolution", resolution == null ? null : resolution.name());
        line.put("person", order.getPerson());
        line.put("comment", order.getComment());
        line.put("became", word().name());
        line.put("seq", entry.map(JournalEntry::getSeq).orElse(null));
        line.put("reason", entry.map(JournalEntry::getReason).map(Enum::name).orElse(null));
        line.put("explanation", entry.map(JournalEntry::getExplanation).orElse(null));
        line.put("ended", entry.map(e -> e.getOutcomes().size()).orElse(0));
        return line;
    }

    /** Prints it as data, and gives the exit code that says the same. */
    public int print(Terminal terminal, boolean json) {
        if (json) {
            terminal.data(json());
        } else {
            terminal.data(told());
        }
        return exitCode();
    }

    private String explanation() {
        return entry.map(JournalEntry::getExplanation).orElse("");
    }

    private String ended() {
        int ended = entry.map(e -> e.getOutcomes().size()).orElse(0);
        return ended == 0
                ? ""
                : "; " + ended + (ended == 1 ? " request" : " requests") + " that waited for people ended";
    }
}
