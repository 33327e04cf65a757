// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.call;

import dev.seks.executor.credential.Destination;
import dev.seks.executor.credential.Secret;
import dev.seks.schemas.catalogue.Call;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes the calls of one kind. It tells apart what surely did nothing from what may have had its effect, never repeats a
 * call, and sends the secret nowhere but to the call's destination. Safe for use by many threads.
 *
 * @param <C> the kind of call
 */
public interface Caller<C extends Call> extends AutoCloseable {

    /** The kind of call that it makes. */
    Class<C> kind();

    /** Where the call, and with it the credential, goes; empty when it goes nowhere and takes no credential. */
    Optional<Destination> destination(ActionCall call);

    /** How many calls of one service may run at a time where its catalogue does not say. */
    default int maxPerService() {
        return Integer.MAX_VALUE;
    }

    /**
     * Makes the call once; blocks until it has ended, at most to the deadline and within the bounds.
     *
     * @param secret the service's credential; null if it has none
     */
    Attempt attempt(ActionCall call, C what, @Nullable Secret secret, CallBounds bounds, Deadline deadline);

    @Override
    default void close() {}
}
