// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.invariant;

import dev.seks.schemas.record.CapabilityRequest;
import dev.seks.schemas.record.Claim;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.ExecutionResult;
import dev.seks.schemas.record.JournalEntry;
import dev.seks.schemas.record.PolicyBundle;
import dev.seks.schemas.record.Verdict;
import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.topic.Topics;
import dev.seks.schemas.wire.Codecs;
import dev.seks.schemas.wire.RecordCodec;
import dev.seks.schemas.wire.SchemaIds;
import dev.seks.schemas.wire.WireException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Everything that stands in the topics of one installation, as an outsider reads it; each list in the order of
 * partitions and offsets, the records of broker and executor only where they are readable.
 *
 * @param requests every record of the topic, readable or not
 * @param decisions of the three topics together
 * @param results how requests ended
 * @param lateNotes what stands beside results
 * @param unreadable records of broker and executor that are no such records
 * @param raw every record of every topic, committed or not, those of Kafka Streams included
 */
public record Log(
        Topics topics,
        List<Logged<CapabilityRequest>> requests,
        List<Logged<Verdict>> verdicts,
        List<Logged<PolicyBundle>> policies,
        List<Logged<Decision>> decisions,
        List<Logged<JournalEntry>> journal,
        List<Logged<Claim>> claims,
        List<Logged<ExecutionResult>> results,
        List<Logged<ExecutionResult>> lateNotes,
        List<RawRecord> unreadable,
        List<RawRecord> raw) {

    /** The log that these records make up; {@code committed} are those that a reader of committed records sees. */
    public static Log of(Topics topics, List<RawRecord> committed, List<RawRecord> raw) {
        return new Parts(topics, committed, Codecs.of(SchemaIds.builtIn())).log(raw);
    }

    /** The bundle that a policy version of a domain came with. */
    Optional<PolicyBundle> bundle(String domain, @Nullable Integer version) {
        return policies.stream()
                .map(Logged::content)
                .filter(bundle -> bundle != null
                        && bundle.getDomain().equals(domain)
                        && Integer.valueOf(bundle.getVersion()).equals(version))
                .findFirst();
    }

    /** Sorts the records by topic and reads them. */
    private static final class Parts {
        private static final Comparator<RawRecord> ORDER = Comparator.comparing(RawRecord::topic)
                .thenComparing(RawRecord::partition)
                .thenComparing(RawRecord::offset);

        private final Topics topics;
        private final List<RawRecord> committed;
        private final Codecs codecs;
        private final List<RawRecord> unreadable = new ArrayList<>();

        Parts(Topics topics, List<RawRecord> committed, Codecs codecs) {
            this.topics = topics;
            this.committed = committed.stream().sorted(ORDER).toList();
            this.codecs = codecs;
        }

        Log log(List<RawRecord> raw) {
            List<Logged<Decision>> decisions = Stream.of(Topic.APPROVED, Topic.DENIED, Topic.PENDING)
                    .flatMap(topic -> readable(topic, codecs.decision()).stream())
                    .toList();
            List<Logged<ExecutionResult>> results = readable(Topic.RESULTS, codecs.result());
            return new Log(
                    topics,
                    all(Topic.REQUESTS, codecs.request()),
                    all(Topic.VERDICTS, codecs.verdict()).stream()
                            .filter(verdict -> verdict.content() != null)
                            .toList(),
                    all(Topic.POLICIES, codecs.bundle()),
                    decisions,
                    readable(Topic.JOURNAL, codecs.journal()),
                    readable(Topic.CLAIMS, codecs.claim()),
                    results.stream().filter(result -> !result.said().getLate()).toList(),
                    results.stream().filter(result -> result.said().getLate()).toList(),
                    unreadable,
                    raw);
        }

        private <T extends SpecificRecord> List<Logged<T>> readable(Topic topic, RecordCodec<T> codec) {
            List<Logged<T>> all = all(topic, codec);
            all.stream()
                    .filter(logged -> logged.content() == null)
                    .map(Logged::raw)
                    .forEach(unreadable::add);
            return all.stream().filter(logged -> logged.content() != null).toList();
        }

        private <T extends SpecificRecord> List<Logged<T>> all(Topic topic, RecordCodec<T> codec) {
            return committed.stream()
                    .filter(message -> message.topic().equals(topics.name(topic)))
                    .map(message -> logged(message, codec))
                    .toList();
        }

        private static <T extends SpecificRecord> Logged<T> logged(RawRecord message, RecordCodec<T> codec) {
            try {
                return new Logged<>(message, codec.decode(message.value()));
            } catch (WireException e) {
                return new Logged<>(message, null);
            }
        }
    }
}
