// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.vault;

import dev.seks.executor.credential.SecretFile;
import dev.seks.executor.remote.JsonHttp;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where a vault is and how to log in.
 *
 * @param namespace of Vault Enterprise and OpenBao; null for the root
 * @param timeout for all that one use of a credential takes there, logging in included
 */
public record VaultConfig(URI address, @Nullable String namespace, Login login, Duration timeout) {
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

    /** How to come by a token. */
    public sealed interface Login {}

    /** The token stands in a file, which something else keeps fresh, such as the agent of the vault. */
    public record TokenLogin(Path tokenFile, SecretFile.Access access) implements Login {}

    /**
     * The AppRole method.
     *
     * @param mount where the method is enabled, {@code approle} by default
     */
    public record AppRoleLogin(String mount, String roleId, Path secretIdFile, SecretFile.Access access)
            implements Login {}

    public VaultConfig {
        if (!JsonHttp.isBase(address)) {
            throw new IllegalArgumentException("address " + address + ", expected " + JsonHttp.baseForm());
        }
    }

    /** The form of mounts, paths and namespaces: names joined by slashes, none of them dots alone. */
    public static boolean isPath(String path) {
        return path.length() <= 512
                && path.matches("(?!\\.{1,2}(/|$))[A-Za-z0-9._-]+(/(?!\\.{1,2}(/|$))[A-Za-z0-9._-]+)*");
    }
}
