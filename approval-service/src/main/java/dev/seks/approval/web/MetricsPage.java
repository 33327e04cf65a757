// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

import dev.seks.approval.inbox.Inbox;
import dev.seks.approval.verdict.VerdictCounts;
import dev.seks.approval.verdict.VerdictOutcome;
import dev.seks.schemas.record.Channel;
import io.javalin.http.Context;
import java.time.Clock;
import java.util.Locale;
import java.util.function.BooleanSupplier;

/** What a monitoring system scrapes, in Prometheus' text format 0.0.4; it names no agent, person or request. */
final class MetricsPage {
    private final Inbox inbox;
    private final VerdictCounts verdicts;
    private final BooleanSupplier ready;
    private final Clock clock;

    MetricsPage(Inbox inbox, VerdictCounts verdicts, BooleanSupplier ready, Clock clock) {
        this.inbox = inbox;
        this.verdicts = verdicts;
        this.ready = ready;
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
        family(out, "seks_verdict_attempts_total", "counter", "Attempts to decide, by channel and outcome.");
        for (Channel channel : Channel.values()) {
            for (VerdictOutcome outcome : VerdictOutcome.values()) {
                attempts(out, channel, outcome);
            }
        }
        ctx.contentType("text/plain; version=0.0.4; charset=utf-8").result(out.toString());
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
