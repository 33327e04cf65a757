// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.policy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder with a policy and the catalogue of a code forge beside it. */
record PolicyFolder(Path root) {
    static final String ACTIONS = """
            service: github
            base_url: https://api.github.com
            actions:
              repos.get:
                { summary: "read {repo}", effect: read, http: "GET /repos/{repo}", params: { repo: { type: string, required: true } } }
              repos.create:
                { summary: "create {name}", effect: write, http: POST /repos, params: { name: { type: string, required: true, in: body }, private: { type: boolean, default: true, in: body } } }
              repos.delete:
                { summary: "delete {repo}", effect: delete, http: "DELETE /repos/{repo}", params: { repo: { type: string, required: true } } }
              tokens.create:
                { summary: "mint a token", effect: credential, http: POST /tokens }
            """;

    Path catalogue() {
        return root.resolve("catalogue");
    }

    /** Writes the catalogue beside the policies. */
    PolicyFolder withCatalogue() throws IOException {
        Files.createDirectories(catalogue());
        Files.writeString(catalogue().resolve("github.yaml"), ACTIONS);
        return this;
    }

    Path policy(String name, String text) throws IOException {
        return Files.writeString(root.resolve(name), text);
    }

    /** A policy of one agent with these rules for github, indented by eight. */
    static String rules(String rules) {
        return "version: 1\nagents:\n  aeonbyte:\n    services:\n      github:\n" + rules.indent(8);
    }
}
