// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.limit;

import java.util.List;

/** One owner's book, and what a request would take from the limits that are kept in it. */
public record Account(Book book, List<Charge> charges) {
    public Account {
        charges = List.copyOf(charges);
    }
}
