// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.schemas.yaml.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the page about catalogues says is what the reader of catalogues does. */
class CataloguePageTest {
    private static final Path PAGE = Path.of("../docs/catalogue.md");
    private static final Path EXAMPLES = Path.of("../examples/catalogue");

    @Test
    void everyExampleOfThePageIsSound() throws IOException {
        List<String> blocks = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(PAGE))
                .results()
                .map(match -> match.group(1))
                .toList();

        assertThat(blocks).hasSize(5);
        blocks.forEach(block -> assertSound(List.of(new SourceFile("page", block))));
    }

    @Test
    void everyExampleFileIsSoundAndNamedAfterItsService() throws IOException {
        List<SourceFile> files = new ArrayList<>();
        try (Stream<Path> all = Files.list(EXAMPLES)) {
            for (Path file : all.sorted().toList()) {
                files.add(new SourceFile(file.getFileName().toString(), Files.readString(file)));
            }
        }
        ActionCatalogue catalogue = assertSound(files);

        assertThat(files)
                .extracting(SourceFile::path)
                .containsExactlyElementsOf(catalogue.services().keySet().stream()
                        .sorted()
                        .map(name -> name + ".yaml")
                        .toList());
        assertThat(catalogue.services().values().stream()
                        .flatMap(service -> service.actions().values().stream())
                        .map(action -> (Object) action.call().getClass())
                        .distinct()
                        .toList())
                .as("every kind of call has an example")
                .containsExactlyInAnyOrder((Object[]) Call.class.getPermittedSubclasses());
    }

    private static ActionCatalogue assertSound(List<SourceFile> files) {
        ActionCatalogue.Result result = ActionCatalogue.load(files);
        assertThat(result).isInstanceOf(ActionCatalogue.Loaded.class);
        return ((ActionCatalogue.Loaded) result).catalogue();
    }

    @Test
    void namesEveryKeyAndNoOther() throws IOException {
        Set<String> action = new HashSet<>(ActionLoader.KEYS);
        assertThat(keys("## Keys of a service")).isEqualTo(new TreeSet<>(CatalogueLoader.SERVICE_KEYS));
        assertThat(keys("## Keys of an action")).isEqualTo(new TreeSet<>(action));
        assertThat(keys("### Parameters")).isEqualTo(new TreeSet<>(ParamLoader.KEYS));
        assertThat(keys("### Limits")).isEqualTo(new TreeSet<>(LimitsLoader.KEYS));
        assertThat(keys("## email")).isEqualTo(new TreeSet<>(MailServerLoader.KEYS));
        assertThat(keys("## sql")).isEqualTo(new TreeSet<>(DatabaseLoader.KEYS));
        Set<String> credential = new TreeSet<>(CredentialLoader.KEYS);
        credential.addAll(CredentialLoader.INJECT_KEYS);
        assertThat(keys("### Credentials")).isEqualTo(credential);
    }

    @Test
    void namesEveryWord() throws IOException {
        assertThat(row("## Keys of an action", "effect")).contains(Effect.words());
        assertThat(row("### Parameters", "in")).contains(Place.words());
        assertThat(row("### Parameters", "type")).contains("string", "strings", "integer", "number", "boolean");
        assertThat(section("### What comes back"))
                .contains(ReturnType.words().stream().map(w -> "`" + w + "`").toList());
        assertThat(section("## http")).contains(HttpMethod.words());
        assertThat(section("## file"))
                .contains(Call.FileOperation.words().stream()
                        .map(w -> "`" + w + "`")
                        .toList());
        assertThat(section("## email"))
                .contains(Arrays.stream(MailServer.Security.values())
                        .map(s -> s.defaultPort() + " for `" + s.name().toLowerCase(java.util.Locale.ROOT) + "`")
                        .toList());
    }

    @Test
    void tellsEveryBound() throws IOException {
        Map<String, String> bounds = new HashMap<>();
        bounds.put("connect", spans(Limits.MAX_CONNECT));
        bounds.put("attempt", spans(Limits.MAX_ATTEMPT));
        bounds.put("total", spans(Limits.MAX_TOTAL));
        bounds.put("pause", spans(Limits.MAX_PAUSE));
        bounds.put("connections", "1 to " + Limits.MAX_CONNECTIONS);
        bounds.put("response_bytes", Limits.MIN_RESPONSE_BYTES + " to " + Limits.MAX_RESPONSE_BYTES);
        bounds.put("failures", "1 to " + Limits.MAX_FAILURES);
        for (Map.Entry<String, String> bound : bounds.entrySet()) {
            assertThat(row("### Limits", bound.getKey())).endsWith("| " + bound.getValue() + " |");
        }
        assertThat(row("## Keys of a service", "actions")).contains(grouped(CatalogueLoader.MAX_ACTIONS));
        assertThat(row("## Keys of a service", "headers")).contains("" + HeadersLoader.MAX_HEADERS);
        assertThat(row("## Keys of a service", "root")).contains("" + Template.MAX_LENGTH);
        assertThat(row("## Keys of an action", "summary")).contains("" + Template.MAX_LENGTH);
        assertThat(row("## Keys of an action", "params")).contains("" + ActionLoader.MAX_PARAMS);
        assertThat(row("## Keys of an action", "returns")).contains("" + ReturnsLoader.MAX_RETURNS);
        assertThat(row("## Keys of an action", "max_rows"))
                .contains("1 to " + Call.SqlCall.MAX_ROWS, Call.SqlCall.DEFAULT_MAX_ROWS + " unless said");
        assertThat(row("## Keys of an action", "generated_keys")).contains("" + SqlForm.MAX_KEYS);
        assertThat(row("### Parameters", "pattern")).contains("" + ValuePattern.MAX_LENGTH);
        assertThat(row("### Parameters", "max_length"))
                .contains("1 to " + Parameters.MAX_JSON_BYTES, ParamType.Text.DEFAULT_MAX_LENGTH + " unless said");
        assertThat(row("### Parameters", "enum")).contains("" + ParamLoader.MAX_ENUM);
        assertThat(row("## email", "recipients")).contains("1 to " + MailServerLoader.MAX_RECIPIENT_ENTRIES);
        assertThat(row("## email", "from_name")).contains("" + MailServerLoader.MAX_NAME_LENGTH);
        assertThat(row("## email", "max_recipients"))
                .contains("1 to " + MailServer.MAX_RECIPIENTS, MailServer.DEFAULT_MAX_RECIPIENTS + " unless said");
        assertThat(section("## sql")).contains(grouped(SqlStatement.MAX_LENGTH));
        assertThat(section("## sql")).contains(SqlStatement.verbs());
        assertThat(section("## sql"))
                .contains(Arrays.stream(Database.Product.values())
                        .map(Database.Product::prefix)
                        .toList());
    }

    private static String spans(Duration max) {
        return "1s to " + (max.toMinutes() > 0 ? max.toMinutes() + "m" : max.toSeconds() + "s");
    }

    private static String grouped(int number) {
        return String.format(java.util.Locale.ROOT, "%,d", number);
    }

    /** The keys that stand first in the rows of a section's tables. */
    private static Set<String> keys(String heading) throws IOException {
        return section(heading)
                .lines()
                .filter(line -> line.startsWith("| `"))
                .flatMap(line -> Pattern.compile("`([a-z_]+)`")
                        .matcher(line.split("\\|")[1])
                        .results())
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String row(String heading, String key) throws IOException {
        return section(heading)
                .lines()
                .filter(line -> line.startsWith("| `" + key + "`"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no row " + key + " under " + heading));
    }

    /** The text under a heading, up to the next one. */
    private static String section(String heading) throws IOException {
        String page = Files.readString(PAGE);
        int start = page.indexOf("\n" + heading + "\n") + 1;
        assertThat(start).as(heading).isPositive();
        int end = page.indexOf("\n#", start + heading.length());
        return page.substring(start, end < 0 ? page.length() : end);
    }
}
