// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.vault;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seks.executor.credential.Lookup;
import dev.seks.executor.credential.Secret;
import dev.seks.executor.credential.SecretSource;
import dev.seks.executor.remote.JsonHttp.Answer;

/** One field of a secret of the key-value engine, version 2; its newest version, asked for at every use. */
public record VaultSource(Vault vault, String mount, String path, String field) implements SecretSource {
    private static final int NOT_FOUND = 404;

    @Override
    public Lookup<Secret> read() {
        String asked = mount + "/data/" + path;
        try {
            Answer answer = vault.ask(asked, null);
            if (answer.status() == NOT_FOUND) {
                return Lookup.unusable(
                        vault.what() + gone(answer.body().path("data").path("metadata")));
            }
            return field(vault.ok(answer, asked).path("data").path("data").path(field));
        } catch (VaultException e) {
            return Lookup.unusable(e.getMessage());
        }
    }

    private String gone(JsonNode metadata) {
        String name = " " + mount + "/" + path;
        if (metadata.path("destroyed").asBoolean()) {
            return " has destroyed the newest version of" + name;
        }
        return metadata.isMissingNode() ? " has no secret" + name : " has deleted the newest version of" + name;
    }

    private Lookup<Secret> field(JsonNode value) {
        String name = "field " + field + " of " + mount + "/" + path + " in " + vault.what();
        if (!value.isTextual()) {
            return Lookup.unusable(value.isMissingNode() ? "there is no " + name : name + " is no text");
        }
        return Secret.fits(value.textValue())
                ? Lookup.found(Secret.of(value.textValue()))
                : Lookup.unusable(name + " is " + Secret.UNFIT);
    }

    @Override
    public String kind() {
        return "vault";
    }
}
