// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.domain;

import dev.seks.schemas.topic.Topic;

/** Something that turns records of one topic into records of another; what is measured is the way through it. */
interface Pipe extends AutoCloseable {

    /** What the table calls it. */
    String name();

    Topic input();

    Topic output();

    @Override
    void close();
}
