// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.slack;

import dev.seks.approval.inbox.Casts;
import dev.seks.approval.inbox.Catalogues;
import dev.seks.approval.inbox.InboxEntry;
import java.time.Instant;

/** The faces of cards, in the words of the catalogue and the policy that each request's decision names. */
record Faces(SlackCard card, Catalogues catalogues, Casts casts) {

    SlackCard.Face of(InboxEntry entry, Instant now) {
        return card.of(entry, catalogues.portray(entry), casts.of(entry), now);
    }

    SlackCard.Face bare(InboxEntry entry) {
        return card.bare(entry);
    }
}
