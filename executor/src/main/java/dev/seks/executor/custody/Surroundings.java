// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.custody;

import dev.seks.executor.safe.Passphrase;
import dev.seks.executor.safe.SafeException;
import java.util.Map;

/**
 * What credentials may come from beside files and vaults.
 *
 * @param environment of this process
 * @param prompt asks a person for the passphrase of the safe
 */
public record Surroundings(Map<String, String> environment, Passphrase.Source prompt) {
    public Surroundings {
        environment = Map.copyOf(environment);
    }

    /** Without anybody to ask. */
    public static Surroundings unattended(Map<String, String> environment) {
        return new Surroundings(environment, anew -> {
            throw new SafeException(
                    "nobody is here to type the passphrase of the safe, expected a terminal or" + " passphrase_file");
        });
    }

    /** Shows no value of the environment. */
    @Override
    public String toString() {
        return "Surroundings[" + environment.size() + " variables]";
    }
}
