// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.credential;

/** What looking for something came to. */
public sealed interface Lookup<T> {

    /** It is there. */
    record Found<T>(T value) implements Lookup<T> {}

    /** There is no such thing; another store may have it. */
    record Missing<T>() implements Lookup<T> {}

    /**
     * It cannot be said, or what is there must not be used.
     *
     * @param reason for a person; holds no secret
     */
    record Unusable<T>(String reason) implements Lookup<T> {}

    static <T> Lookup<T> found(T value) {
        return new Found<>(value);
    }

    static <T> Lookup<T> missing() {
        return new Missing<>();
    }

    static <T> Lookup<T> unusable(String reason) {
        return new Unusable<>(reason);
    }
}
