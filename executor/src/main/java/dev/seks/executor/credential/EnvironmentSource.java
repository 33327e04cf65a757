// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.credential;

import java.util.Map;

/** A value in a variable of this process's environment, which stays what it was when the process began. */
public record EnvironmentSource(String variable, Map<String, String> environment) implements SecretSource {

    @Override
    public Lookup<Secret> read() {
        String value = environment.get(variable);
        if (value == null) {
            return Lookup.unusable("the environment has no variable " + variable);
        }
        return Secret.fits(value) ? Lookup.found(Secret.of(value)) : Lookup.unusable(variable + " is " + Secret.UNFIT);
    }

    @Override
    public String kind() {
        return "environment";
    }

    @Override
    public String toString() {
        return "EnvironmentSource[" + variable + "]";
    }
}
