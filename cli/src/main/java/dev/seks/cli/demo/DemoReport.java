// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seks.client.FinalState;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.text.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Help.Ansi;

/** Tells the story as it happens: for people, or one JSON object per line. */
final class DemoReport implements Audience {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_SHOWN = 110;

    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean json;
    private final boolean stay;
    private int steps;

    /** {@code stay}: whether the story ends only once somebody presses Enter. */
    DemoReport(PrintWriter out, PrintWriter err, boolean json, boolean stay) {
        this.out = out;
        this.err = err;
        this.json = json;
        this.stay = stay;
    }

    @Override
    public void onOpen(URI inbox) {
        err.println("inbox " + inbox + "   while it runs; signs in once");
        err.flush();
    }

    @Override
    public void onEnd() {
        if (stay) {
            err.println("everything goes on running; Enter stops it");
            err.flush();
            awaitEnter();
        }
    }

    @Override
    public void onStep(StepOutcome step) {
        steps++;
        if (json) {
            step.tracks().forEach(track -> out.println(line(step, track)));
        } else {
            forPeople(step);
        }
        out.flush();
    }

    void tell(Summary summary) {
        if (json) {
            out.println(JsonNodeFactory.instance
                    .objectNode()
                    .set("summary", summary.toJson())
                    .toString());
        } else {
            table(summary);
        }
        out.flush();
    }

    private static ObjectNode line(StepOutcome step, Track track) {
        ObjectNode line = track.last()
                .map(decision -> new FinalState(decision, track.result().orElse(null)).toJson())
                .orElseGet(JsonNodeFactory.instance::objectNode);
        line.put("step", step.step().name());
        step.deeds().stream()
                .filter(deed -> track.last()
                        .filter(decision -> deed.page().getPath().endsWith(decision.getRequestDigest()))
                        .isPresent())
                .forEach(deed -> {
                    line.put("inbox", deed.page().toString());
                    line.set("slack", deed.card());
                });
        line.set("expected", JSON.valueToTree(step.step().expect()));
        line.put("ok", step.ok());
        return line;
    }

    private void forPeople(StepOutcome step) {
        out.printf(
                Locale.ROOT, "%n%s%n", paint("bold", steps + ". " + step.step().name()));
        step.policyVersion()
                .ifPresent(version -> out.println(
                        "   policy        " + step.step().policy() + " comes into force as version " + version));
        Story.Ask ask = step.step().ask();
        if (ask == null) {
            out.println("   publishes     bytes that are no request");
        } else {
            String times = step.step().count() == 1 ? "" : "   " + step.step().count() + " times";
            out.println("   asks for      " + ask.service() + " " + Printable.of(ask.action()) + " " + ask.params()
                    + times);
        }
        step.deeds().forEach(deed -> deed(step.step(), deed));
        if (step.tracks().size() == 1) {
            one(step.tracks().get(0), step.sent().get(0).atMs());
        } else {
            many(step.tracks());
        }
        step.step()
                .expect()
                .forge()
                .forEach((call, times) -> out.println("   on the forge  " + call + ", called " + often(times)));
        step.faults().forEach(fault -> out.println("   " + paint("red", "not as told   ") + fault));
    }

    private void deed(Story.Step step, Cast.Deed deed) {
        out.println("   waits         " + deed.page());
        if (deed.card() != null) {
            out.println("   slack gets    " + deed.card());
        }
        Story.Said said = step.person();
        if (said != null) {
            Story.Again again = said.grant();
            String grant = again == null
                    ? ""
                    : ", and grants " + again.maxUses() + " more within "
                            + Duration.ofMillis(again.ttlMs()).toMinutes() + " minutes";
            out.println("   a person      says " + said.verdict() + grant + ": " + said.comment());
        }
        if (deed.button() != null) {
            out.println("   a colleague   presses \"" + deed.button() + "\" in Slack");
        }
    }

    private void one(Track track, long sentAtMs) {
        track.last().ifPresent(decision -> {
            String rule = decision.getRule() == null ? "" : " by " + decision.getRule();
            out.println("   " + outcome(decision) + decision.getReason() + rule);
            out.println("                 " + Printable.of(decision.getExplanation()));
        });
        track.result().ifPresent(result -> {
            String code = result.getStatusCode() == null ? "" : " " + result.getStatusCode();
            String body = result.getBody() == null ? "" : " " + shortened(Printable.of(result.getBody()));
            out.println("   executed      " + result.getStatus() + code + body);
        });
        String decided = track.decidedAtMs().stream()
                .mapToObj(at -> "to the decision " + (at - sentAtMs) + " ms")
                .collect(Collectors.joining());
        String finished = track.finishedAtMs().stream()
                .mapToObj(at -> ", to the result " + (at - sentAtMs) + " ms")
                .collect(Collectors.joining());
        out.println("   took          " + decided + finished);
    }

    private void many(List<Track> tracks) {
        long executed =
                tracks.stream().filter(track -> track.result().isPresent()).count();
        long denied = tracks.stream()
                .filter(track -> track.last()
                        .filter(decision -> decision.getOutcome() == Outcome.DENIED)
                        .isPresent())
                .count();
        out.println("   " + paint("green", "approved      ") + executed + " of them, and executed");
        out.println("   " + paint("red", "denied        ") + denied + " of them");
        tracks.stream()
                .flatMap(track -> track.last().stream())
                .filter(decision -> decision.getOutcome() == Outcome.DENIED)
                .findFirst()
                .ifPresent(decision -> out.println(
                        "                 " + decision.getReason() + ": " + Printable.of(decision.getExplanation())));
    }

    private static String outcome(Decision decision) {
        return switch (decision.getOutcome()) {
            case APPROVED -> paint("green", "approved      ");
            case DENIED -> paint("red", "denied        ");
            case PENDING -> paint("yellow", "pending       ");
        };
    }

    private void table(Summary summary) {
        out.printf(
                Locale.ROOT,
                "%n%s%n  %8d  %8d  %6d  %7d  %8d  %14s  %14s%n",
                paint("bold", "  requests  approved  denied  waiting  executed  decision p50/99   result p50/99"),
                summary.requests(),
                summary.approved(),
                summary.denied(),
                summary.pending(),
                summary.executed(),
                summary.p50DecisionMs() + " / " + summary.p99DecisionMs() + " ms",
                summary.p50ResultMs() + " / " + summary.p99ResultMs() + " ms");
        out.printf(
                "%n%s%n",
                summary.ok()
                        ? "All of it as told, by the forge's own log and an independent reader of the topics."
                        : "Not as told.");
    }

    private static void awaitEnter() {
        try {
            int read = System.in.read();
            while (read >= 0 && read != '\n') {
                read = System.in.read();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Enter cannot be awaited", e);
        }
    }

    private static String shortened(String text) {
        return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "...";
    }

    private static String paint(String style, String text) {
        return Ansi.AUTO.string("@|" + style + " " + text + "|@");
    }

    private static String often(int times) {
        return switch (times) {
            case 0 -> "never";
            case 1 -> "once";
            default -> times + " times";
        };
    }
}
