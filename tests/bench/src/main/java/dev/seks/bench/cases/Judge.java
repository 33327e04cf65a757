// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.cases;

/** An engine that is asked conformance cases. */
interface Judge {
    String name();

    /** What the engine says to the case. */
    Answer ask(RequestCase asked) throws NoWordsException, Exception;
}
