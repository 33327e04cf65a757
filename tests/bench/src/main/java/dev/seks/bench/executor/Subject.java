// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.executor;

/** Something that turns approved decisions into calls and results. */
interface Subject extends AutoCloseable {
    String name();

    @Override
    void close();
}
