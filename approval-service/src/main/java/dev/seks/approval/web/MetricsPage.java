// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

import dev.seks.approval.attempt.AttemptJournal;
import dev.seks.approval.inbox.Inbox;
import dev.seks.approval.notice.NoticeCounts;
import dev.seks.approval.slack.Slack;
import dev.seks.approval.verdict.VerdictCounts;
import dev.seks.approval.verdict.VerdictOutcome;
import dev.seks.schemas.record.Channel;
import io.javalin.http.Context;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** What a monitoring system scrapes, in Prometheus' text format 0.0.4; it names no agent, person or request. */
final class MetricsPage {
    private final Inbox inbox;
    private final VerdictCounts verdicts;
    private final Optional<Slack> slack;
    private final Map<String, NoticeCounts> notices;
    private final AttemptJournal attempts;
    private final BooleanSupplier ready;
    private final Clock clock;

    MetricsPage(WebServer.Content content, Clock clock) {
        this.inbox = content.inbox();
        this.verdicts = content.counts();
        this.slack = content.slack();
        this.notices = content.notices();
        this.attempts = content.attempts();
        this.ready = content.ready();
        this.clock = clock;
    }

    void send(Context ctx) {
        StringBuilder out = new StringBuilder();
        family(out, "seks_approval_ready", "gauge", "Whether the inbox is rebuilt and followed.");
        out.append("seks_approval_ready ").append(ready.getAsBoolean() ? 1 : 0).append('\n');
        family(out, "seks_approvals_open", "gauge", "Requests that wait for people.");
        out.append("seks_approvals_open ")
                .append(inbox.open(clock.instant()).size())
                .append('\n');
        family(out, "seks_grants_live", "gauge", "Grants that hold.");
        out.append("seks_grants_live ")
                .append(inbox.grants().live(clock.instant()).size())
                .append('\n');
        family(out, "seks_verdict_attempts_total", "counter", "Attempts to decide, by channel and outcome.");
        for (Channel channel : Channel.values()) {
            for (VerdictOutcome outcome : VerdictOutcome.values()) {
                attempts(out, channel, outcome);
            }
        }
        family(out, "seks_refused_attempts_total", "counter", "Refused attempts, by what became of their record.");
        attempts.counts()
                .forEach((fate, count) ->
                        out.append("seks_refused_attempts_total{record=\"%s\"} %d\n".formatted(fate, count)));
        slack.ifPresent(connection -> slack(out, connection));
        if (!notices.isEmpty()) {
            notices(out);
        }
        ctx.contentType("text/plain; version=0.0.4; charset=utf-8").result(out.toString());
    }

    private static void slack(StringBuilder out, Slack connection) {
        family(out, "seks_slack_listening", "gauge", "Whether button presses in Slack come back.");
        out.append("seks_slack_listening ")
                .append(connection.isListening() ? 1 : 0)
                .append('\n');
        family(out, "seks_slack_cards_waiting", "gauge", "Cards that wait to be posted to Slack.");
        out.append("seks_slack_cards_waiting ")
                .append(connection.counts().waiting())
                .append('\n');
        family(out, "seks_slack_events_total", "counter", "What was done in Slack, and what Slack did not do.");
        connection
                .counts()
                .events()
                .forEach((event, count) ->
                        out.append("seks_slack_events_total{event=\"%s\"} %d\n".formatted(event, count)));
    }

    private void notices(StringBuilder out) {
        family(out, "seks_notices_waiting", "gauge", "Requests of which somebody is to be told yet, by way.");
        notices.forEach(
                (way, counts) -> out.append("seks_notices_waiting{way=\"%s\"} %d\n".formatted(way, counts.waiting())));
        family(out, "seks_notices_total", "counter", "Attempts to tell somebody of a request, by way and outcome.");
        notices.forEach((way, counts) -> counts.outcomes()
                .forEach((outcome, count) -> out.append(
                        "seks_notices_total{way=\"%s\",outcome=\"%s\"} %d\n".formatted(way, outcome, count))));
    }

    private void attempts(StringBuilder out, Channel channel, VerdictOutcome outcome) {
        long count = verdicts.of(channel, outcome);
        if (count > 0) {
            out.append("seks_verdict_attempts_total{channel=\"%s\",outcome=\"%s\"} %d\n"
                    .formatted(word(channel), word(outcome), count));
        }
    }

    private static String word(Enum<?> symbol) {
        return symbol.name().toLowerCase(Locale.ROOT);
    }

    private static void family(StringBuilder out, String name, String type, String help) {
        out.append("# HELP %s %s\n# TYPE %s %s\n".formatted(name, help, name, type));
    }
}
