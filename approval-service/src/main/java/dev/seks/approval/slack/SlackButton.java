// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.slack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seks.approval.inbox.InboxEntry;
import dev.seks.schemas.record.GrantOffer;
import dev.seks.schemas.record.VerdictChoice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The buttons of a card that decide. A button carries nothing but the request's digest. */
enum SlackButton {
    APPROVE("Approve", "primary", "seks-approve", VerdictChoice.APPROVE),
    /** Approves this request and the same for some time. */
    APPROVE_FOR_A_WHILE("Approve for 10 minutes", null, "seks-approve-10m", VerdictChoice.APPROVE),
    DENY("Deny", "danger", "seks-deny", VerdictChoice.DENY),
    /** Asks why in a window, and denies with that. */
    DENY_WITH_REASON("Deny with a reason", null, "seks-deny-why", VerdictChoice.DENY);

    private static final Duration A_WHILE = Duration.ofMinutes(10);
    private static final int USES = 20;

    private final String label;
    private final @Nullable String style;
    private final String action;
    private final VerdictChoice choice;

    SlackButton(String label, @Nullable String style, String action, VerdictChoice choice) {
        this.label = label;
        this.style = style;
        this.action = action;
        this.choice = choice;
    }

    /**
     * What comes back from Slack, and what is done with it.
     *
     * @param clicks whether button presses come back at all
     * @param windows whether a window can be opened, which takes a bot token
     */
    record Abilities(boolean clicks, boolean windows) {}

    /** Those that a card of this request has, in their order. */
    static List<SlackButton> of(InboxEntry entry, Abilities abilities) {
        List<SlackButton> buttons = new ArrayList<>();
        if (abilities.clicks()) {
            buttons.addAll(List.of(APPROVE, DENY));
            if (mayBeGrantedForAWhile(entry)) {
                buttons.add(1, APPROVE_FOR_A_WHILE);
            }
            if (abilities.windows()) {
                buttons.add(DENY_WITH_REASON);
            }
        }
        return buttons;
    }

    /** The one that was pressed; empty when it was none of these, such as the link to the inbox. */
    static Optional<SlackButton> pressed(String action) {
        return Arrays.stream(values())
                .filter(button -> button.action.equals(action))
                .findFirst();
    }

    /** A button says ten minutes or is not there: where less may be granted, the inbox offers that. */
    private static boolean mayBeGrantedForAWhile(InboxEntry entry) {
        GrantOffer most = entry.approval().getMaxGrant();
        return most != null && most.getTtlMs() >= A_WHILE.toMillis();
    }

    VerdictChoice choice() {
        return choice;
    }

    /** The grant that goes with it, or null. */
    @Nullable
    GrantOffer grant() {
        return this == APPROVE_FOR_A_WHILE ? new GrantOffer(A_WHILE.toMillis(), USES) : null;
    }

    ObjectNode of(String digest) {
        ObjectNode button = Blocks.button(label, action).put("value", digest);
        return style == null ? button : button.put("style", style);
    }
}
