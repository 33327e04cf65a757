// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.yaml;

/** One value of a YAML file, with the file, line and column (from 1) where it starts. */
public sealed interface YamlNode permits YamlScalar, YamlSequence, YamlMapping, YamlFaulty {
    String file();

    int line();

    int column();

    /** How a message names this kind of value, with the value itself when that is short. */
    String described();
}
