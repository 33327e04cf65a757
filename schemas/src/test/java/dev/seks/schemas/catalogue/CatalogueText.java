// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.schemas.yaml.Fault;
import dev.seks.schemas.yaml.SourceFile;
import java.util.List;

/** Catalogue files for tests, and the words to read them. */
final class CatalogueText {
    static final String GITHUB = """
            service: github
            base_url: https://api.github.com
            credential: { ref: github, inject: { header: Authorization, format: "Bearer {secret}" } }
            actions:
              repos.get:
                summary: "read repository {owner}/{repo}"
                effect: read
                http: GET /repos/{owner}/{repo}
                params:
                  owner: { type: string, pattern: "^[A-Za-z0-9-]{1,39}$", required: true }
                  repo:  { type: string, pattern: "^[A-Za-z0-9._-]{1,100}$", required: true }
                resource: "{owner}/{repo}"
                returns: [id, full_name, private, description, default_branch]
                cost: { usd: 0 }
              repos.create:
                summary: "create repository {name}"
                effect: write
                http: POST /user/repos
                params:
                  name: { type: string, pattern: "^[A-Za-z0-9._-]{1,100}$", required: true, in: body }
                  private: { type: boolean, default: true, in: body }
                resource: "{name}"
                returns: [id, full_name, private]
                idempotent: false
            """;

    static final String EMAIL = """
            service: email
            root: drafts
            actions:
              draft.create:
                summary: "write draft {name}"
                effect: write
                file: WRITE {name}.txt
                params:
                  name: { type: string, pattern: "[a-z0-9-]{1,40}", required: true }
                  text: { type: string, required: true, in: content, max_length: 20000 }
                resource: "{name}"
              draft.list:
                summary: "list drafts"
                effect: read
                file: LIST
            """;

    private CatalogueText() {}

    static ActionCatalogue loaded(String... texts) {
        ActionCatalogue.Result result = ActionCatalogue.load(files(texts));
        assertThat(result).isInstanceOf(ActionCatalogue.Loaded.class);
        return ((ActionCatalogue.Loaded) result).catalogue();
    }

    static List<String> faults(String... texts) {
        ActionCatalogue.Result result = ActionCatalogue.load(files(texts));
        assertThat(result).isInstanceOf(ActionCatalogue.Faulty.class);
        return ((ActionCatalogue.Faulty) result)
                .faults().stream().map(Fault::toString).toList();
    }

    static ActionDefinition action(String service, String name) {
        return loaded(GITHUB, EMAIL).action(service, name).orElseThrow();
    }

    /** An action with these lines under {@code params:}, a POST whose body takes them. */
    static ActionDefinition taking(String... params) {
        return loaded("service: s\nbase_url: https://s.example\nactions:\n  go:\n    summary: go\n    effect: write\n"
                        + "    http: POST /go\n    params:\n      " + String.join("\n      ", params) + "\n")
                .action("s", "go")
                .orElseThrow();
    }

    private static List<SourceFile> files(String... texts) {
        List<SourceFile> files = new java.util.ArrayList<>();
        for (String text : texts) {
            files.add(new SourceFile(files.isEmpty() ? "c.yaml" : "c" + (files.size() + 1) + ".yaml", text));
        }
        return files;
    }
}
