// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.yaml;

/** A value whose fault is told already; further faults at it are not recorded, so that one mistake is told once. */
public record YamlFaulty(String file, int line, int column) implements YamlNode {
    @Override
    public String described() {
        return "a faulty value";
    }
}
