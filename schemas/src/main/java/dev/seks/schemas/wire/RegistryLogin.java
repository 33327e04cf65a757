// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/**
 * Who asks the registry, by HTTP basic authentication; the password stays in its file until it is sent.
 *
 * @param passwordFile its text without surrounding white space is the password
 */
public record RegistryLogin(String user, Path passwordFile) {

    public RegistryLogin {
        if (user.isEmpty() || user.contains(":")) {
            throw new IllegalArgumentException("schema registry user '" + user + "', expected a name without ':'");
        }
    }

    String authorization() throws RegistryException {
        try {
            String password = Files.readString(passwordFile).strip();
            byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
            return "Basic " + Base64.getEncoder().encodeToString(pair);
        } catch (IOException e) {
            throw new RegistryException("cannot read the schema registry's password file " + passwordFile, e);
        }
    }
}
