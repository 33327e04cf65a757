// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.slack;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seks.approval.attempt.About;
import dev.seks.approval.attempt.AttemptJournal;
import dev.seks.approval.attempt.RefusedAttempt;
import dev.seks.approval.attempt.Who;
import dev.seks.approval.inbox.Inbox;
import dev.seks.schemas.record.AttemptReason;
import dev.seks.schemas.record.Channel;
import dev.seks.schemas.record.VerdictChoice;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells the journal of calls that are refused before they come to the desk.
 *
 * <p>INVARIANT: of a call that Slack has not signed nothing is read.
 */
final class SlackRefusals {
    private final Inbox inbox;
    private final AttemptJournal journal;

    SlackRefusals(Slack.Content content) {
        this.inbox = content.inbox();
        this.journal = content.attempts();
    }

    /** A call that nobody knows the author of. */
    void unread(AttemptReason reason, @Nullable String source) {
        journal.refused(RefusedAttempt.of(reason, Channel.SLACK).from(source));
    }

    /** A call that Slack has signed, but not for now: who it is about need not be who has sent it. */
    void stale(@Nullable JsonNode payload, @Nullable String source) {
        RefusedAttempt attempt =
                RefusedAttempt.of(AttemptReason.CALL_STALE, Channel.SLACK).from(source);
        journal.refused(interaction(payload)
                .map(given -> about(attempt.by(unproven(given)), given))
                .orElse(attempt));
    }

    /** What somebody did in Slack, surely, and could not be taken. */
    void turnedAway(AttemptReason reason, JsonNode payload) {
        interaction(payload).ifPresentOrElse(given -> turnedAway(reason, given), () -> unread(reason, null));
    }

    /** The same, read already. */
    void turnedAway(AttemptReason reason, Interaction given) {
        RefusedAttempt attempt = RefusedAttempt.of(reason, Channel.SLACK);
        journal.refused(about(attempt.by(Who.of(null, evidence(given))), given));
    }

    private static Optional<Interaction> interaction(@Nullable JsonNode payload) {
        return payload == null ? Optional.empty() : Interaction.of(payload);
    }

    private RefusedAttempt about(RefusedAttempt attempt, Interaction given) {
        return attempt.about(inbox.get(digest(given)).map(About::of).orElse(null))
                .saying(choice(given));
    }

    private static Who unproven(Interaction given) {
        Map<String, String> evidence = evidence(given);
        String team = evidence.get("slack.team");
        String user = evidence.get("slack.user");
        return team == null || user == null ? Who.NOBODY : Who.unproven(team, user);
    }

    private static Map<String, String> evidence(Interaction given) {
        if (given instanceof Interaction.Decide decide) {
            return decide.place().evidence();
        }
        return given instanceof Interaction.AskWhy asked ? asked.place().evidence() : Map.of();
    }

    private static String digest(Interaction given) {
        if (given instanceof Interaction.Decide decide) {
            return decide.digest();
        }
        return given instanceof Interaction.AskWhy asked ? asked.digest() : "";
    }

    private static @Nullable VerdictChoice choice(Interaction given) {
        if (given instanceof Interaction.Decide decide) {
            return decide.choice();
        }
        return given instanceof Interaction.AskWhy ? VerdictChoice.DENY : null;
    }
}
