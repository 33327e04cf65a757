// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.peers;

/** Something that knows the rules of a rulebook and answers questions about them. */
interface Engine {

    /** Whether the rules allow what is asked. */
    boolean allows(Rulebook.Question question) throws Exception;
}
