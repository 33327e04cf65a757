// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.catalogue;

import static dev.seks.schemas.catalogue.CatalogueText.faults;
import static dev.seks.schemas.catalogue.CatalogueText.loaded;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenScopeTest {
    private static final String SERVICE = """
            service: github
            base_url: https://api.github.com
            credential: { ref: github, inject: { header: Authorization, format: "Bearer {secret}" } }
            actions:
              repos.get:
                summary: "read {owner}/{repo}"
                effect: read
                http: GET /repos/{owner}/{repo}
                params:
                  owner: { type: string, required: true }
                  repo:  { type: string, required: true }
                  maybe: { type: string, in: query }
            """;

    @Test
    void narrowsToTheRepositoryOfTheCall() {
        TokenScope scope =
                scope("{ repositories: [\"{repo}\", docs], permissions: { issues: write, contents: read } }");

        assertThat(scope.repositories()).containsExactly("site", "docs");
        assertThat(scope.permissions()).hasToString("{contents=read, issues=write}");
    }

    @Test
    void reachesAllRepositoriesOnlyWhereThatIsSaid() {
        assertThat(scope("{ repositories: all, permissions: { contents: read } }")
                        .repositories())
                .isEmpty();
        assertThat(loaded(SERVICE).action("github", "repos.get").orElseThrow().tokenScope(Map.of()))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                                       | an action's credential has no repositories
            { repositories: all }                                                    | an action's credential has no permissions
            { repositories: [], permissions: { contents: read } }                    | repositories, expected 1 to 10 names
            { repositories: ["{owner}/{repo}"], permissions: { contents: read } }    | expected one parameter or one name, without an owner
            { repositories: ["a/b"], permissions: { contents: read } }               | expected one parameter or one name, without an owner
            { repositories: ["{rep}"], permissions: { contents: read } }             | {rep} is not a parameter of this action, did you mean repo
            { repositories: ["{maybe}"], permissions: { contents: read } }           | {maybe} may be absent
            { repositories: all, permissions: {} }                                   | 0 permissions, expected 1 to 32
            { repositories: all, permissions: { contents: all } }                    | permission contents: all, expected a name
            { repositories: all, permissions: { Contents: read } }                   | permission Contents: read, expected a name
            { repositories: all, permissions: { contents: [read] } }                 | permission contents: a list, expected a name
            { repositories: all, permissions: { contents: read }, ref: other }       | unknown key ref in an action's credential
            """)
    void tellsWhatIsWrong(String text, String message) {
        assertThat(faults(SERVICE + "    credential: " + text + "\n"))
                .anySatisfy(fault -> assertThat(fault).contains(message));
    }

    @Test
    void narrowsNothingWhereThereIsNothing() {
        String without = SERVICE.replaceFirst("credential: .*\n", "");

        assertThat(faults(without + "    credential: { repositories: all, permissions: { contents: read } }\n"))
                .singleElement()
                .satisfies(fault -> assertThat(fault)
                        .endsWith("an action's credential narrows that of its service, and the service has none"));
    }

    private static TokenScope scope(String text) {
        return loaded(SERVICE + "    credential: " + text + "\n")
                .action("github", "repos.get")
                .orElseThrow()
                .tokenScope(Map.of("owner", "acme", "repo", "site"))
                .orElseThrow();
    }
}
