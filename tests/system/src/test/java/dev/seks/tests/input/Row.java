// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.input;

/** One record and the answer that it must get. */
record Row(String name, Raw raw, Answer answer) {
    @Override
    public String toString() {
        return name;
    }
}
