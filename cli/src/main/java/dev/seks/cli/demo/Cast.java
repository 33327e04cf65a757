// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seks.cli.demo.Story.Step;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** The people of the story, and where they decide. */
final class Cast {
    /** The second person, as Slack knows them, and the policy of the story. */
    private static final String COLLEAGUE = "T0DEMO/U0COLLEAGUE";

    private final Person person;
    private final ChatStandIn chat;
    private final URI inbox;

    Cast(Person person, ChatStandIn chat, URI inbox) {
        this.person = person;
        this.chat = chat;
        this.inbox = inbox;
    }

    /**
     * What they did about a request.
     *
     * @param page where it stands in the inbox
     * @param card that Slack got, where a colleague acted on it
     * @param button that the colleague pressed, by its label
     */
    record Deed(URI page, @Nullable JsonNode card, @Nullable String button) {}

    /** Has them do what the step tells about a request that waits. */
    Deed decide(Step step, String digest) {
        if (step.person() != null) {
            person.say(digest, step.person());
        }
        URI page = inbox.resolve("/approvals/" + digest);
        if (step.colleague() == null) {
            return new Deed(page, null, null);
        }
        JsonNode card = chat.card(digest);
        return new Deed(page, card, chat.press(card, step.colleague(), COLLEAGUE, inbox));
    }
}
