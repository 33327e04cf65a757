// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import dev.seks.broker.limit.Book;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.topic.Topic;

/**
 * One thing that follows from an event. The effects of an event hold together: all of them happen, or none.
 *
 * <p>Values are bytes already, since the journal holds their digests.
 */
public sealed interface Effect {

    /** The policy domain it belongs to. */
    String domain();

    /** A record is written to a topic: a decision, or the journal entry. */
    record Publish(String domain, Topic topic, byte[] value) implements Effect {}

    /** The domain's own state changes. */
    record SaveDomain(String domain, DomainState state) implements Effect {}

    /** A bundle comes into force. */
    record ActivatePolicy(String domain, ActivePolicy policy) implements Effect {}

    /** The windows of an agent, a service or an action change. */
    record SaveBook(String domain, String owner, Book book) implements Effect {}

    /** What an agent is granted changes; an empty book is none. */
    record SaveGrants(String domain, GrantBook book) implements Effect {}

    /** A request waits for people, or has one verdict more. */
    record Open(RequestKey key, Decision decision, byte[] value) implements Effect {
        @Override
        public String domain() {
            return key.domain();
        }
    }

    /** A request waits no longer. */
    record Close(RequestKey key, Decision decision) implements Effect {
        @Override
        public String domain() {
            return key.domain();
        }
    }

    /** A final answer is remembered. */
    record Remember(RequestKey key, Answer answer) implements Effect {
        @Override
        public String domain() {
            return key.domain();
        }
    }
}
