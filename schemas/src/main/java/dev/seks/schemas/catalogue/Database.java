// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.catalogue;

/**
 * Where a database is; nothing else of a JDBC URL can be written, since drivers take options that load classes and
 * write files.
 *
 * @param name of the database as its server knows it
 * @param verified whether the connection is TLS to a server that proves its name
 */
public record Database(Product product, String host, int port, String name, boolean verified) {

    /** The databases there are drivers for. */
    public enum Product {
        POSTGRESQL("jdbc:postgresql://", 5432),
        H2("jdbc:h2:tcp://", 9092);

        private final String prefix;
        private final int defaultPort;

        Product(String prefix, int defaultPort) {
            this.prefix = prefix;
            this.defaultPort = defaultPort;
        }

        /** How the URL starts, up to the host. */
        public String prefix() {
            return prefix;
        }

        int defaultPort() {
            return defaultPort;
        }
    }
}
