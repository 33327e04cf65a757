// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.catalogue;

import static dev.seks.schemas.catalogue.CatalogueText.EMAIL;
import static dev.seks.schemas.catalogue.CatalogueText.GITHUB;
import static dev.seks.schemas.catalogue.CatalogueText.faults;
import static dev.seks.schemas.catalogue.CatalogueText.loaded;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ActionCatalogueTest {

    @Test
    void readsAServiceWithItsActions() {
        ServiceDefinition github = loaded(GITHUB).service("github").orElseThrow();

        ActionDefinition get = github.action("repos.get").orElseThrow();

        assertThat(github.baseUrl()).isEqualTo(URI.create("https://api.github.com"));
        assertThat(github.allowPrivate()).isFalse();
        assertThat(github.credential())
                .isEqualTo(new Credential("github", new Credential.Header("Authorization", "Bearer {secret}")));
        assertThat(github.actions()).containsOnlyKeys("repos.get", "repos.create");
        assertThat(get.effect()).isEqualTo(Effect.READ);
        assertThat(get.idempotent()).isTrue();
        assertThat(get.costUsd()).isEqualByComparingTo(BigDecimal.ZERO);
        assertThat(get.returns())
                .extracting(ReturnField::toString)
                .containsExactly("id", "full_name", "private", "description", "default_branch");
        assertThat(get.params().find("owner").orElseThrow().place()).isEqualTo(Place.PATH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"email", "github", "models", "orders", "payments"})
    void saysTheSameReadAgain(String service) throws IOException {
        String file = Files.readString(Path.of("../examples/catalogue/" + service + ".yaml"));
        ActionCatalogue one = loaded(file);
        ActionCatalogue other = loaded(file);

        Set<String> actions = one.service(service).orElseThrow().actions().keySet();
        assertThat(actions).isNotEmpty().allMatch(action -> one.saysTheSame(other, service, action));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            https://api.github.com      | https://api.github.example
            https://api.github.com      | https://api.github.com/v3
            ref: github                 | ref: other
            header: Authorization       | header: X-Token
            read repository {owner}     | look at {owner}
            effect: read                | effect: write
            GET /repos/{owner}          | GET /users/{owner}
            owner: { type: string, pattern: "^[A-Za-z0-9-]{1,39}$" | owner: { type: string, pattern: "^[A-Za-z0-9-]{1,40}$"
            resource: "{owner}/{repo}"  | resource: "{owner}"
            [id, full_name, private, description, default_branch] | [id, full_name, private, description]
            cost: { usd: 0 }            | cost: { usd: 0.01 }
            """)
    void saysAnotherThingWhereAnythingIsChanged(String before, String after) {
        ActionCatalogue one = loaded(GITHUB);
        String changed = GITHUB.replace(before, after);
        assertThat(changed).isNotEqualTo(GITHUB);

        assertThat(loaded(changed).saysTheSame(one, "github", "repos.get")).isFalse();
    }

    @Test
    void saysTheSameHoweverLongItMayTakeAndWhateverElseThereIs() {
        ActionCatalogue one = loaded(GITHUB);
        String patient = GITHUB.replace("actions:", "limits: { attempt: 3s }\nactions:");

        assertThat(loaded(patient, EMAIL).saysTheSame(one, "github", "repos.get"))
                .isTrue();
        assertThat(loaded(EMAIL).saysTheSame(one, "github", "repos.get")).isFalse();
        assertThat(one.saysTheSame(one, "github", "repos.none")).isFalse();
    }

    @Test
    void saysWhereParametersGoUnlessTheFileDoes() {
        ActionDefinition create =
                loaded(GITHUB).action("github", "repos.create").orElseThrow();

        assertThat(create.params().all()).extracting(ParamDefinition::place).containsExactly(Place.BODY, Place.BODY);
        assertThat(create.idempotent()).isFalse();
    }

    @Test
    void readsFileActions() {
        Call call = loaded(EMAIL).action("email", "draft.create").orElseThrow().call();

        assertThat(call).isInstanceOfSatisfying(Call.FileCall.class, file -> {
            assertThat(file.operation()).isEqualTo(Call.FileOperation.WRITE);
            assertThat(file.path(Map.of("name", "hello", "text", "hi"))).isEqualTo("hello.txt");
            assertThat(file.content(Map.of("name", "hello", "text", "hi"))).contains("hi");
            assertThat(file.idempotentByNature()).isFalse();
        });
    }

    @Test
    void encodesEachValueInThePath() {
        Call.HttpCall call = (Call.HttpCall)
                loaded(GITHUB).action("github", "repos.get").orElseThrow().call();

        assertThat(call.path(Map.of("owner", "a%2Fb?c", "repo", "ä #"))).isEqualTo("/repos/a%252Fb%3Fc/%C3%A4%20%23");
    }

    @Test
    void refusesTheSameServiceInTwoFiles() {
        assertThat(faults(GITHUB, GITHUB)).containsExactly("c2.yaml:1:1: service github is already defined in c.yaml");
    }

    @Test
    void tellsAllFaultsOfAFileAtOnceInReadingOrder() {
        String text = """
                service: GitHub
                base_url: http://api.github.com/
                credentials: {}
                actions:
                  repos.get:
                    sumary: "read"
                    effect: reed
                    http: GET /repos/{owner}/{repo}
                    params:
                      owner: { type: text }
                      repo: { type: string, pattern: "[a-z" , in: body }
                    idempotent: yes
                    cost: { usd: -1 }
                  Bad:
                    summary: "x"
                    effect: read
                    http: FETCH /x
                  third: []
                """;

        assertThat(faults(text))
                .containsExactly(
                        "c.yaml:1:10: service GitHub, expected a-z, 0-9, _ and -, a letter first, at most 64",
                        "c.yaml:2:11: base_url http://api.github.com/, expected https://host, with a port or path but"
                                + " no user, query or slash at the end; http:// only with allow_private: true",
                        "c.yaml:3:1: unknown key credentials in a catalogue file, did you mean credential, expected"
                                + " one of actions, allow_private, base_url, credential, database, headers, limits, root,"
                                + " service, smtp",
                        "c.yaml:6:5: action repos.get has no summary",
                        "c.yaml:6:5: unknown key sumary in action repos.get, did you mean summary, expected one of"
                                + " cost, credential, effect, email, file, generated_keys, headers, http, idempotency_key, idempotent,"
                                + " max_rows, params, resource, returns, sql, summary",
                        "c.yaml:7:13: effect reed, did you mean read, expected one of read, write, send, delete,"
                                + " money, admin, credential",
                        "c.yaml:10:22: type text, expected one of string, integer, number, boolean, strings",
                        "c.yaml:11:38: pattern \"[a-z\", missing closing ]",
                        "c.yaml:11:51: in body, but the path names it, expected path",
                        "c.yaml:12:17: idempotent is yes, expected true or false",
                        "c.yaml:13:18: usd is -1, expected an amount such as 0.02",
                        "c.yaml:14:3: action Bad, expected words of a-z, 0-9, _ and - joined by dots, at most 128"
                                + " characters",
                        "c.yaml:17:11: http FETCH /x, did you mean PATCH, expected one of GET, HEAD, POST, PUT, PATCH,"
                                + " DELETE and a path",
                        "c.yaml:18:10: action third is a list, expected a mapping");
    }
}
