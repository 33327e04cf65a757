// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.slack;

import dev.seks.approval.inbox.Catalogues;
import dev.seks.approval.inbox.Inbox;
import dev.seks.approval.verdict.VerdictDesk;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Both directions of Slack, each only when it is configured. */
public final class Slack implements AutoCloseable {
    private final SlackConfig config;
    private final @Nullable SlackActions actions;
    private @Nullable SlackPoster poster;

    /** {@code secrets}: the contents of the configured files; any of them may have signed. */
    public Slack(SlackConfig config, List<String> secrets, VerdictDesk desk, Clock clock) {
        this.config = config;
        this.actions = secrets.isEmpty() ? null : new SlackActions(new SlackSignature(secrets), config, desk, clock);
    }

    /** Where button presses arrive; empty when none are taken. */
    public Optional<SlackActions> actions() {
        return Optional.ofNullable(actions);
    }

    /** Begins to post cards, once the inbox is {@code ready}; {@code inboxUrl} is where people find the inbox. */
    public void post(URI inboxUrl, Inbox inbox, Catalogues catalogues, BooleanSupplier ready, Clock clock) {
        if (config.webhook() != null) {
            SlackCard card = new SlackCard(inboxUrl, actions != null);
            poster = new SlackPoster(config.webhook(), card, inbox, catalogues, ready, clock);
            poster.start();
        }
    }

    @Override
    public void close() {
        if (poster != null) {
            poster.close();
        }
        if (actions != null) {
            actions.close();
        }
    }
}
