// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.credential;

import java.nio.file.Path;

/**
 * A value in a file of its own, such as Kubernetes and Docker mount them. The links by which Kubernetes exchanges all
 * files of a mount at once are followed anew at every use.
 */
public record FileSource(Path file, SecretFile.Access access) implements SecretSource {

    @Override
    public Lookup<Secret> read() {
        Lookup<Secret> value = SecretFile.text(file, access);
        return value instanceof Lookup.Missing ? Lookup.unusable("there is no file " + file) : value;
    }

    @Override
    public String kind() {
        return "file";
    }
}
