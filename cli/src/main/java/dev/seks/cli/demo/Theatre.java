// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.demo;

import dev.seks.cli.dev.AllInOne;
import dev.seks.cli.dev.DevOptions;
import dev.seks.schemas.signature.RecordSigner;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Starts everything in a folder, plays a story in it and stops everything. */
final class Theatre {
    private final DevOptions options;
    private final Duration patience;

    /**
     * @param options what to start
     * @param patience how long a step may take
     */
    Theatre(DevOptions options, Duration patience) {
        this.options = options;
        this.patience = patience;
    }

    /** What each step came to; the audience hears of it as soon as it has ended. */
    List<StepOutcome> play(Story story, Audience audience) {
        Clock clock = Clock.systemUTC();
        try (ChatStandIn chat = ChatStandIn.start(options.data().resolve("slack"), clock);
                AllInOne all = AllInOne.start(options.withSlack(chat.settings()), clock);
                Publisher publisher = new Publisher(
                        all.client(),
                        all.topics(),
                        all.codecs().request(),
                        all.domain(),
                        new RecordSigner(all.keys().signerOf(all.domain(), story.agent()), all.clusterId()),
                        clock);
                Witness witness = new Witness(all.client(), all.topics(), all.codecs())) {
            audience.onOpen(all.signInLink());
            Cast cast = new Cast(new Person(all.inbox(), all.token()), chat, all.inbox());
            Player.Stage stage = new Player.Stage(
                    all.forge().orElseThrow(), new Judge(all.files()), new Policies(all, options.data()), patience);
            Player player = new Player(story.agent(), publisher, cast, witness, stage);
            List<StepOutcome> outcomes = new ArrayList<>();
            for (Story.Step step : story.steps()) {
                StepOutcome outcome = player.play(step);
                outcomes.add(outcome);
                audience.onStep(outcome);
            }
            audience.onEnd();
            return outcomes;
        }
    }
}
