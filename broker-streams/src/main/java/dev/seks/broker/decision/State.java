// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import dev.seks.broker.limit.Book;
import dev.seks.schemas.control.Freeze;
import dev.seks.schemas.record.Decision;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the state machine remembers, as it may read it. It changes through {@link Effect}s only. */
public interface State {

    /** The domain's own state; {@link DomainState#NEW} for a name never seen. */
    DomainState domain(String domain);

    /** The policy in force, or null while there is none. */
    @Nullable
    ActivePolicy policy(String domain);

    /**
     * The windows of one owner: an agent by its name, or {@code service/NAME} or {@code action/SERVICE.ACTION}; empty for
     * one never seen.
     */
    Book book(String domain, String owner);

    /** The grants that an agent was given, ended ones among them; empty for one that has none. */
    GrantBook grants(String domain, String agent);

    /** The agents of the domain that were given grants, at most {@code most}, by name. */
    List<GrantBook> holders(String domain, int most);

    /** What was finally decided under this id, or null when that is not remembered. */
    @Nullable
    Answer answer(RequestKey key);

    /** The newest PENDING decision under this id, or null when none is open. */
    @Nullable
    Decision pending(RequestKey key);

    /** How many requests of the agent are open, and when the first of them expires. */
    Backlog backlog(String domain, String agent);

    /** The open requests of the domain, at most {@code most}, those that expire first in front. */
    List<Decision> open(String domain, int most);

    /** Those of them that a freeze covers. */
    List<Decision> open(String domain, Freeze freeze, int most);

    /** The open request with this digest, or null when there is none. */
    @Nullable
    Decision waiting(String domain, String requestDigest);

    /**
     * The open requests about which more people are to be asked by {@code now}, at most {@code most}, those that are due
     * first in front.
     */
    List<Decision> escalating(String domain, Instant now, int most);

    /** The open requests that have expired at {@code now}, at most {@code most}, those that expired first in front. */
    List<Decision> expired(String domain, Instant now, int most);
}
