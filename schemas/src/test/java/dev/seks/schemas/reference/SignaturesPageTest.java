// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.schemas.signature.RecordKind;
import dev.seks.schemas.topic.Process;
import dev.seks.schemas.topic.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The table of signed kinds names every kind and the topics where it stands. */
class SignaturesPageTest {
    private static final Path PAGE = Path.of("../docs/reference/signatures.md");
    private static final Set<Topic> UNSIGNED = EnumSet.of(Topic.JOURNAL, Topic.TICKS);

    /** A row: kinds, the topics where they stand in the same order, by whose key, and who looks. */
    private record Row(List<String> kinds, List<String> topics, String signer, List<String> holders) {}

    @Test
    void namesEveryKindOnceInTheirOrder() throws IOException {
        assertThat(rows()).flatExtracting(Row::kinds).containsExactlyElementsOf(names(RecordKind.values()));
    }

    @Test
    void namesEveryTopicOnceButThoseThatCarryNoSignature() throws IOException {
        List<String> signed = Arrays.stream(Topic.values())
                .filter(topic -> !UNSIGNED.contains(topic))
                .map(SignaturesPageTest::name)
                .toList();

        assertThat(rows()).flatExtracting(Row::topics).containsExactlyInAnyOrderElementsOf(signed);
        assertThat(Files.readString(PAGE)).contains("\nJournal entries and ticks carry no signature:");
    }

    /** Kinds that share a row have a topic each; a kind alone may stand in several. */
    @Test
    void givesEachKindItsTopics() throws IOException {
        assertThat(rows()).allSatisfy(row -> {
            assertThat(row.kinds().size() == 1
                            || row.kinds().size() == row.topics().size())
                    .isTrue();
            if (row.kinds().size() > 1) {
                assertThat(row.topics()).allMatch(topic -> row.kinds().stream().anyMatch(topic::startsWith));
            }
        });
    }

    @Test
    void letsOnlyThoseLookWhoReadOneOfTheTopics() throws IOException {
        for (Row row : rows()) {
            Set<Process> readers = EnumSet.noneOf(Process.class);
            row.topics()
                    .forEach(topic -> readers.addAll(
                            Topic.valueOf(topic.toUpperCase(Locale.ROOT)).readers()));
            List<Process> holders = row.holders().stream()
                    .map(holder ->
                            Process.valueOf(holder.toUpperCase(Locale.ROOT).replace(' ', '_')))
                    .toList();

            assertThat(holders).isNotEmpty().isSubsetOf(readers);
        }
    }

    private static List<Row> rows() throws IOException {
        return Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split(" *\\| *", -1))
                .map(cells -> new Row(list(cells[1].replace("`", "")), list(cells[2]), cells[3], list(cells[4])))
                .toList();
    }

    private static List<String> list(String cell) {
        return List.of(cell.split(", "));
    }

    private static List<String> names(Enum<?>[] all) {
        return Arrays.stream(all).map(SignaturesPageTest::name).toList();
    }

    private static String name(Enum<?> one) {
        return one.name().toLowerCase(Locale.ROOT);
    }
}
