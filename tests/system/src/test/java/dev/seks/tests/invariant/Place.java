// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.invariant;

import dev.seks.schemas.record.Coordinates;

/** Where a record stands. */
record Place(String topic, int partition, long offset) {

    static Place of(Coordinates coordinates) {
        return new Place(coordinates.getTopic(), coordinates.getPartition(), coordinates.getOffset());
    }

    @Override
    public String toString() {
        return topic + "-" + partition + "@" + offset;
    }
}
