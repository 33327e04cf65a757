// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.vault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seks.executor.remote.JsonHttp.Answer;
import dev.seks.executor.safe.KeyWrapping;
import dev.seks.executor.safe.SafeException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** Opens a safe with a key of the Transit engine, which never leaves the vault. */
public record TransitKey(Vault vault, String mount, String key) implements KeyWrapping {
    private static final String NAME = "transit";
    private static final int BAD_REQUEST = 400;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String described() {
        return "the key " + mount + "/" + key + " of " + vault.what();
    }

    @Override
    public Wrapped wrap(byte[] dataKey) throws SafeException {
        ObjectNode said = JsonNodeFactory.instance
                .objectNode()
                .put("plaintext", Base64.getEncoder().encodeToString(dataKey));
        String ciphertext = text("encrypt", said, "ciphertext");
        return new Wrapped(named(), ciphertext.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public byte[] unwrap(Wrapped wrapped) throws SafeException {
        // the key that is asked is the configured one, whatever the file says
        if (!Arrays.equals(wrapped.parameters(), named())) {
            throw new SafeException("the safe was closed with another key, expected " + described());
        }
        ObjectNode said = JsonNodeFactory.instance
                .objectNode()
                .put("ciphertext", new String(wrapped.key(), StandardCharsets.US_ASCII));
        try {
            return Base64.getDecoder().decode(text("decrypt", said, "plaintext"));
        } catch (IllegalArgumentException e) {
            throw new SafeException(vault.what() + " unwraps the key to something that is no base64");
        }
    }

    private byte[] named() {
        return (mount + "/" + key).getBytes(StandardCharsets.UTF_8);
    }

    private String text(String operation, ObjectNode said, String field) throws SafeException {
        String path = mount + "/" + operation + "/" + key;
        try {
            Answer answer = vault.ask(path, said);
            if (answer.status() == BAD_REQUEST) {
                throw new SafeException(described() + " is not that of this safe, or the head of the safe was altered");
            }
            JsonNode value = vault.ok(answer, path).path("data").path(field);
            if (!value.isTextual() || value.textValue().isEmpty()) {
                throw new SafeException(vault.what() + " answers " + path + " without a " + field);
            }
            return value.textValue();
        } catch (VaultException e) {
            throw new SafeException(e.getMessage());
        }
    }
}
