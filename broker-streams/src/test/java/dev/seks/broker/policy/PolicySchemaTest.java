// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.seks.broker.oracle.RandomWorlds;
import dev.seks.broker.oracle.WorldText;
import dev.seks.schemas.yaml.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PolicySchemaTest {
    private static final long SEED = Long.getLong("seks.seed", 20_261_123L);
    private static final int POLICIES = 400;
    private static final Pattern IS_POLICY = Pattern.compile("(?ms)^version: 1$.*^agents:");
    private static final Pattern YAML_BLOCK =
            Pattern.compile("(?<!<!-- faulty -->\n)```yaml\n(version: 1\n.*?)```", Pattern.DOTALL);

    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7);
    private static final Schema SCHEMA = REGISTRY.getSchema(PolicySchema.text());

    static Stream<SourceFile> examples() throws IOException {
        return Stream.of(
                        files("../examples"),
                        files("../cli/src/main/resources/dev/seks/cli/policy"),
                        files("src/test/resources").filter(file -> file.path().endsWith("seed-policy.yaml")),
                        files("../docs").flatMap(PolicySchemaTest::blocks))
                .flatMap(files -> files)
                .filter(file -> IS_POLICY.matcher(file.text()).find());
    }

    private static Stream<SourceFile> files(String folder) throws IOException {
        try (Stream<Path> all = Files.list(Path.of(folder))) {
            return all.filter(path -> path.toString().matches(".*\\.(yaml|md)")).sorted().toList().stream()
                    .map(path -> new SourceFile(path.toString(), text(path)));
        }
    }

    private static Stream<SourceFile> blocks(SourceFile page) {
        Matcher block = YAML_BLOCK.matcher(page.text());
        return block.results().map(found -> new SourceFile(page.path() + "@" + found.start(), found.group(1)));
    }

    private static String text(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void isItselfWhatDraftSevenAsksFor() {
        Schema metaSchema = REGISTRY.getSchema(SchemaLocation.of("http://json-schema.org/draft-07/schema#"));

        assertThat(metaSchema.validate(PolicySchema.text(), InputFormat.JSON)).isEmpty();
        assertThat(metaSchema.validate("{\"type\": 7}", InputFormat.JSON)).isNotEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("examples")
    void acceptsEveryExampleOfTheProject(SourceFile example) {
        assertThat(complaints(example.text())).isEmpty();
        assertThat(Policy.load(example)).isInstanceOf(Policy.Loaded.class);
    }

    @Test
    void acceptsWhatTheReaderAccepts() {
        RandomWorlds worlds = new RandomWorlds(new Random(SEED));
        for (int i = 0; i < POLICIES; i++) {
            String text = WorldText.policy(worlds.world());

            assertThat(Policy.load(new SourceFile("p.yaml", text)))
                    .as("seed %d, round %d", SEED, i)
                    .isInstanceOf(Policy.Loaded.class);
            assertThat(complaints(text))
                    .as("seed %d, round %d%n%s", SEED, i, text)
                    .isEmpty();
        }
        System.out.println("seed " + SEED + ", " + POLICIES + " policies accepted by the reader and the schema");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    []
                    version: 1
                    agents: {}
                    {version: 2, agents: {}}
                    {version: "1", agents: {}}
                    {version: 1, agents: []}
                    {version: 1, agents: ~}
                    {version: 1, agents: {}, domian: x}
                    {version: 1, agents: {}, domain: Acme}
                    {version: 1, agents: {}, domain: 7}
                    {version: 1, agents: {}, domain: [a]}
                    {version: 1, agents: {Aeon: {}}}
                    {version: 1, agents: {9a: {}}}
                    {version: 1, agents: {a.b: {}}}
                    {version: 1, agents: {"*********": {}}}
                    {version: 1, agents: {a: {owned: x}}}
                    {version: 1, agents: {a: {services: []}}}
                    {version: 1, agents: {a: {services: {s: {alow: []}}}}}
                    {version: 1, agents: {a: {services: {s: {allow: x}}}}}
                    {version: 1, agents: {a: {services: {s: {allow: [X]}}}}}
                    {version: 1, agents: {a: {services: {s: {allow: [7]}}}}}
                    {version: 1, agents: {a: {services: {s: {allow: [null]}}}}}
                    {version: 1, agents: {a: {services: {s: {allow: [x..y]}}}}}
                    {version: 1, agents: {a: {services: {s: {allow: [{}]}}}}}
                    {version: 1, agents: {a: {services: {s: {allow: [{action: x, quorum: 2}]}}}}}
                    {version: 1, agents: {a: {services: {s: {require_approval: [{action: x, quorum: 0}]}}}}}
                    {version: 1, agents: {a: {services: {s: {require_approval: [{action: x, quorum: many}]}}}}}
                    {version: 1, agents: {a: {services: {s: {require_approval: [{action: x, assurance: high}]}}}}}
                    {version: 1, agents: {a: {services: {s: {require_approval: [{action: x, expires_in: 15}]}}}}}
                    {version: 1, agents: {a: {services: {s: {require_approval: [{action: x, expires_in: 1w}]}}}}}
                    {version: 1, agents: {a: {services: {s: {require_approval: [{action: x, approvers: []}]}}}}}
                    {version: 1, agents: {a: {services: {s: {require_approval: [{action: x, grantable: "no"}]}}}}}
                    {version: 1, agents: {a: {keys: [abc]}}}
                    {version: 1, agents: {a: {rate_limits: {requests_per_minute: -1}}}}
                    {version: 1, agents: {a: {rate_limits: {requests_per_minute: many}}}}
                    {version: 1, agents: {a: {rate_limits: {requests_per_minute: 1.5}}}}
                    {version: 1, agents: {a: {rate_limits: {requests_per_minute: 1000000001}}}}
                    {version: 1, agents: {a: {rate_limits: {requests_per_fortnight: 1}}}}
                    {version: 1, agents: {a: {budgets: {usd_per_day: -1}}}}
                    {version: 1, agents: {a: {budgets: {usd_per_day: 1000000000}}}}
                    {version: 1, agents: {a: {budgets: {usd_per_day: "1"}}}}
                    {version: 1, agents: {}, roles: {r: {owner: x}}}
                    {version: 1, agents: {}, roles: {"r*": {}}}
                    {version: 1, agents: {}, people: []}
                    {version: 1, agents: {}, people: {p: {slack: nobody}}}
                    {version: 1, agents: {}, people: {p: {email: nobody}}}
                    {version: 1, agents: {}, groups: {g: p}}
                    {version: 1, agents: {}, defaults: {execute_within: 1}}
                    {version: 1, agents: {}, defaults: {grants: {max_uses: 0}}}
                    {version: 1, agents: {}, defaults: {approval: {quorum: 1.5}}}
                    {version: 1, agents: {}, rate_limits: {per_agent: {a: {requests_per_day: 1}}}}
                    {version: 1, agents: {}, rate_limits: {per_service: {"S*": {requests_per_day: 1}}}}
                    {version: 1, agents: {}, rate_limits: {per_action: {send: {requests_per_day: 1}}}}
                    """)
    void refusesWhatTheReaderRefuses(String text) {
        assertThat(Policy.load(new SourceFile("p.yaml", text))).isInstanceOf(Policy.Faulty.class);
        assertThat(complaints(text)).isNotEmpty();
    }

    /** What a schema cannot say, or what an editor's YAML reader has resolved before the schema is asked. */
    @ParameterizedTest(name = "{1}: {0}")
    @CsvSource(delimiter = '|', textBlock = """
                    {version: 1.0, agents: {}}                                       | 1.0 is the number 1 to JSON Schema
                    {version: 1, agents: {a: {rate_limits: {requests_per_day: 012}}}} | the digits are gone when the schema sees the number
                    {version: 1, agents: {a: {budgets: {usd_per_day: 0.1234567}}}}   | multiples of 0.000001 are not exact in editors' floating point
                    {version: 1, agents: {a: {}, a: {}}}                             | the second key has replaced the first
                    {version: 1, agents: {on: {}}}                                   | a key is always text to JSON Schema
                    {version: !!int 1, agents: {}}                                   | the tag is gone
                    {version: 1, agents: {"*": {owner: p}}, people: {p: {}}}          | which keys a pattern may hold depends on the key
                    {version: 1, agents: {a: {owner: p}}}                            | no person p: a reference
                    {version: 1, agents: {a: {extends: [r]}}}                        | no role r: a reference
                    {version: 1, agents: {}, roles: {r: {extends: [r]}}}             | a cycle
                    {version: 1, agents: {}, groups: {operators: []}}                | a reserved name, for which other keys would need a second grammar
                    {version: 1, agents: {}, groups: {g: [p]}}                       | no person p: a reference
                    {version: 1, agents: {}, defaults: {execute_within: 2h}}         | bounds of a span are not a pattern
                    {version: 1, agents: {a: {services: {s: {require_approval: [{action: x, approvers: [g, h], quorum: 1}]}}}}, groups: {g: [], h: []}} | a quorum below the number of groups
                    {version: 1, agents: {a: {keys: ["ed25519:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB="]}}} | bits beyond the last byte of a key
                    """)
    void leavesToTheReaderWhatItCannotSay(String text, String why) {
        assertThat(why).isNotBlank();
        assertThat(Policy.load(new SourceFile("p.yaml", text))).isInstanceOf(Policy.Faulty.class);
        assertThat(complaints(text)).isEmpty();
    }

    @Test
    void tellsEditorsWhatEachKeyMeansAndWhatHoldsWithoutIt() {
        assertThat(PolicySchema.text())
                .contains("\"description\": \"After how long a request that nobody decided is denied.\"")
                .contains("\"default\": \"15m\"")
                .contains("\"default\": 20")
                .contains("Where it is absent: the number of groups");
    }

    private static List<Error> complaints(String yaml) {
        return SCHEMA.validate(yaml, InputFormat.YAML);
    }
}
