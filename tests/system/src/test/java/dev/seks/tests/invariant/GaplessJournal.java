// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.invariant;

import dev.seks.schemas.record.JournalEntry;
import dev.seks.schemas.topic.Partitioning;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** I9: in every domain seq is 1, 2, 3 without gap or repeat, time never runs backwards and no event counts twice. */
final class GaplessJournal implements Invariant {

    @Override
    public String number() {
        return "I9";
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        int partitions = evidence.log().topics().partitions();
        Map<String, Long> lastSeq = new HashMap<>();
        Map<String, Instant> lastTime = new HashMap<>();
        Map<Place, Long> causes = new HashMap<>();
        for (Logged<JournalEntry> entry : evidence.log().journal()) {
            JournalEntry said = entry.said();
            long expected = lastSeq.getOrDefault(said.getDomain(), 0L) + 1;
            if (said.getSeq() != expected) {
                findings.entry(entry, "seq " + said.getSeq() + ", expected " + expected);
            }
            lastSeq.put(said.getDomain(), said.getSeq());
            Instant before = lastTime.put(said.getDomain(), said.getAt());
            if (before != null && said.getAt().isBefore(before)) {
                findings.entry(entry, "time " + said.getAt() + " runs back behind " + before);
            }
            Long other = causes.putIfAbsent(Place.of(said.getCause()), said.getSeq());
            if (other != null) {
                findings.entry(
                        entry, "its cause " + Place.of(said.getCause()) + " has the entry " + other + " already");
            }
            if (entry.place().partition() != home(said.getDomain(), partitions)) {
                findings.entry(entry, "stands outside its domain's partition " + home(said.getDomain(), partitions));
            }
        }
    }

    private static int home(String domain, int partitions) {
        return domain.startsWith("_p")
                ? Integer.parseInt(domain.substring(2))
                : Partitioning.partition(domain.getBytes(StandardCharsets.UTF_8), partitions);
    }
}
