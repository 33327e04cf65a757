// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.audit;

import dev.seks.schemas.record.Attempt;
import dev.seks.schemas.record.AttemptIdentity;
import dev.seks.schemas.text.Printable;
import dev.seks.schemas.wire.RecordJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Help.Ansi;

/** A refused attempt on one line for a person: when it was written, why, where, who, what, and from which address. */
final class AttemptLine {
    private static final int HANDLE = 8;

    private final Ansi ansi;

    AttemptLine(Ansi ansi) {
        this.ansi = ansi;
    }

    String of(FoundAttempt found) {
        String when = RecordJson.time(
                        Instant.ofEpochMilli(found.record().place().timestamp()))
                .textValue();
        String what = found.attempt()
                .map(attempt -> String.format(
                        Locale.ROOT,
                        "%-25s  %-7s  %s",
                        attempt.getReason(),
                        attempt.getChannel(),
                        particulars(attempt)))
                .orElseGet(() -> "no record of an attempt: "
                        + Printable.of(found.record().fault()));
        return when + "  " + (found.isForged() ? ansi.string("@|red FORGED|@") + "  " : "") + what;
    }

    /** The same without when, in one piece. */
    static String told(Attempt attempt) {
        return attempt.getReason() + " by " + attempt.getChannel() + ": " + particulars(attempt);
    }

    private static String particulars(Attempt attempt) {
        List<String> particulars = new ArrayList<>(List.of(who(attempt)));
        what(attempt).ifPresent(particulars::add);
        if (attempt.getSource() != null) {
            particulars.add("from " + Printable.of(attempt.getSource()));
        }
        if (attempt.getSuppressedBefore() > 0) {
            particulars.add("(" + attempt.getSuppressedBefore() + " before it are not written)");
        }
        return String.join("  ", particulars);
    }

    private static String who(Attempt attempt) {
        List<String> who = new ArrayList<>();
        if (attempt.getPerson() != null) {
            who.add(Printable.of(attempt.getPerson()));
        }
        AttemptIdentity identity = attempt.getIdentity();
        if (identity != null) {
            String email = identity.getEmail() == null ? "" : " (" + Printable.of(identity.getEmail()) + ")";
            who.add((identity.getProven() ? "" : "perhaps ") + Printable.of(identity.getSubject()) + email + " of "
                    + Printable.of(identity.getIssuer()));
        }
        return who.isEmpty() ? "-" : String.join(", ", who);
    }

    private static Optional<String> what(Attempt attempt) {
        String verdict =
                attempt.getVerdict() == null ? "" : attempt.getVerdict().toString();
        String digest = attempt.getRequestDigest();
        String request = digest == null
                ? ""
                : Printable.of(digest.substring(0, Math.min(HANDLE, digest.length()))) + " in "
                        + (attempt.getDomain() == null ? "-" : Printable.of(attempt.getDomain()));
        return Optional.of((verdict + " " + request).strip()).filter(what -> !what.isEmpty());
    }
}
