// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.sql;

import dev.seks.executor.call.Login;
import dev.seks.schemas.catalogue.Database;
import dev.seks.schemas.digest.Digest;
import java.nio.charset.StandardCharsets;

/**
 * Whose connection it is to which database. Domains share none, and neither do logins: once a password has been
 * rotated, nobody asks for connections that were made with the old one.
 *
 * @param login digest of user and password
 */
record DatabaseId(String domain, String service, Database database, boolean allowPrivate, String login) {

    static DatabaseId of(String domain, String service, Database database, boolean allowPrivate, Login login) {
        String both = login.user() + ":" + login.password();
        return new DatabaseId(
                domain, service, database, allowPrivate, Digest.of(both.getBytes(StandardCharsets.UTF_8)));
    }
}
