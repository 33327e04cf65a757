// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.demo;

import dev.seks.cli.demo.Cast.Deed;
import dev.seks.cli.demo.Publisher.Sent;
import dev.seks.cli.forge.Call;
import dev.seks.cli.forge.Forge;
import dev.seks.schemas.record.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Plays a story step by step, each to its end, and has each judged. */
final class Player {
    private final String agent;
    private final Publisher publisher;
    private final Cast cast;
    private final Witness witness;
    private final Forge forge;
    private final Judge judge;
    private final Policies policies;
    private final Duration patience;
    /** How much more room of the limit the steps so far have taken than told. */
    private int surplus;

    Player(String agent, Publisher publisher, Cast cast, Witness witness, Stage stage) {
        this.agent = agent;
        this.publisher = publisher;
        this.cast = cast;
        this.witness = witness;
        this.forge = stage.forge();
        this.judge = stage.judge();
        this.policies = stage.policies();
        this.patience = stage.patience();
    }

    /** Where the story takes place, who judges it, under which policies, and how long a step may take. */
    record Stage(Forge forge, Judge judge, Policies policies, Duration patience) {}

    StepOutcome play(Story.Step told) {
        Story.Step step = told.withLessRoom(surplus);
        StepOutcome outcome = playOut(step);
        surplus += (int) outcome.tracks().stream().filter(Track::tookRoom).count() - step.takes();
        return outcome;
    }

    private StepOutcome playOut(Story.Step step) {
        OptionalInt version = policies.bringIntoForce(step.policy());
        int callsBefore = forge.calls().size();
        List<Sent> sent = new ArrayList<>();
        for (int i = 0; i < step.count(); i++) {
            sent.add(publish(step));
        }
        List<Track> tracks =
                sent.stream().map(one -> witness.track(one.digest())).toList();
        boolean isDecided = step.person() != null;
        List<Deed> deeds = List.of();
        if (isDecided) {
            await(tracks, track -> track.waits() || track.ended());
            deeds = sent.stream()
                    .filter(one -> witness.track(one.digest()).waits())
                    .map(one -> cast.decide(step, one.digest()))
                    .toList();
        }
        boolean mayWait = !isDecided && step.expect().outcome() == Outcome.PENDING;
        await(tracks, track -> track.ended() || (mayWait && track.waits()));
        Map<String, Integer> calls = forge.calls().stream()
                .skip(callsBefore)
                .filter(Call::authorised)
                .collect(Collectors.toMap(call -> call.method() + " " + call.path(), call -> 1, Integer::sum));
        return new StepOutcome(step, sent, tracks, version, deeds, judge.faults(step, tracks, calls));
    }

    private Sent publish(Story.Step step) {
        Story.Ask ask = step.ask();
        return ask != null
                ? publisher.ask(agent, ask)
                : publisher.publish(HexFormat.of().parseHex(String.valueOf(step.garbage())));
    }

    private void await(List<Track> tracks, Predicate<Track> condition) {
        witness.readUntil(() -> tracks.stream().allMatch(condition), patience);
    }
}
