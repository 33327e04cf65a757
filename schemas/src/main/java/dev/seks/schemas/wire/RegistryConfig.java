// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.wire;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a schema registry is and what is expected of it.
 *
 * @param url of anything that speaks the REST API of Confluent's Schema Registry, http or https; a path is kept, a query
 *     or a password in it is refused
 * @param login null where the registry asks for none
 * @param subjects every subject (topic name plus {@code -value}) with the record that travels there
 * @param register whether to register schemas that the registry lacks, or to refuse to start
 * @param cacheFile keeps the ids, so that a start survives a registry that is down
 * @param deadline over the whole exchange at start, at most ten minutes
 */
public record RegistryConfig(
        URI url,
        @Nullable RegistryLogin login,
        Map<String, RecordType> subjects,
        boolean register,
        Path cacheFile,
        Duration deadline) {
    public static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(15);

    private static final Duration MAX_DEADLINE = Duration.ofMinutes(10);

    public RegistryConfig {
        subjects = Map.copyOf(subjects);
        if (!("http".equals(url.getScheme()) || "https".equals(url.getScheme())) || url.getHost() == null) {
            throw new IllegalArgumentException("schema registry '" + url.getScheme() + "://" + url.getHost()
                    + "', expected http:// or https:// and a host");
        }
        if (url.getUserInfo() != null || url.getQuery() != null || url.getFragment() != null) {
            throw new IllegalArgumentException("schema registry at '" + url.getHost()
                    + "' with a user, query or fragment in its url, expected none: a login is given by reference");
        }
        if (deadline.isNegative() || deadline.isZero() || deadline.compareTo(MAX_DEADLINE) > 0) {
            throw new IllegalArgumentException(
                    "schema registry deadline " + deadline + ", expected more than 0 and at most " + MAX_DEADLINE);
        }
    }

    /** The url without a slash at its end. */
    String base() {
        return url.toString().replaceAll("/+$", "");
    }
}
