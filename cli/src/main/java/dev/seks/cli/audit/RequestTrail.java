// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.audit;

import dev.seks.schemas.digest.Digest;
import dev.seks.schemas.record.Attempt;
import dev.seks.schemas.record.Claim;
import dev.seks.schemas.record.Control;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.ExecutionResult;
import dev.seks.schemas.record.GrantEnd;
import dev.seks.schemas.record.JournalEntry;
import dev.seks.schemas.record.JournalOutcome;
import dev.seks.schemas.record.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the log says about the requests whose digest begins with some characters, in the order in which it
 * comes. Pure; it keeps no other records, and not more than {@link #MAX_RECORDS}.
 */
final class RequestTrail {
    static final int MAX_RECORDS = 10_000;

    private final String prefix;
    private final List<LogRecord> records = new ArrayList<>();
    private final Set<String> digests = new TreeSet<>();

    RequestTrail(String prefix) {
        this.prefix = prefix;
    }

    /** {@code isRequest}: whether the record stands in the topic of requests, where the bytes themselves count. */
    void add(LogRecord record, boolean isRequest) {
        Set<String> about = digests(record, isRequest)
                .filter(digest -> digest.startsWith(prefix))
                .collect(Collectors.toSet());
        if (about.isEmpty()) {
            return;
        }
        if (records.size() >= MAX_RECORDS) {
            throw new IllegalStateException("more than " + MAX_RECORDS + " records are about " + prefix
                    + ", expected fewer: give more of the digest");
        }
        digests.addAll(about);
        records.add(record);
    }

    List<LogRecord> records() {
        return records;
    }

    /** The digests found; with more than one the beginning was too short. */
    Set<String> digests() {
        return digests;
    }

    private static Stream<String> digests(LogRecord record, boolean isRequest) {
        if (isRequest) {
            return Stream.of(Digest.of(record.place().value()));
        }
        return record.message().stream().flatMap(RequestTrail::digests).filter(Objects::nonNull);
    }

    private static Stream<@Nullable String> digests(SpecificRecord message) {
        if (message instanceof Decision decision) {
            return Stream.of(decision.getRequestDigest());
        } else if (message instanceof Verdict verdict) {
            return Stream.of(verdict.getRequestDigest());
        } else if (message instanceof Attempt attempt) {
            return Stream.ofNullable(attempt.getRequestDigest());
        } else if (message instanceof Claim claim) {
            return Stream.of(claim.getRequestDigest());
        } else if (message instanceof ExecutionResult result) {
            return Stream.of(result.getRequestDigest());
        } else if (message instanceof Control control) {
            return Stream.concat(
                    Stream.ofNullable(control.getRequestDigest()), Stream.ofNullable(control.getGrantId()));
        } else if (message instanceof JournalEntry entry) {
            List<GrantEnd> ended = entry.getGrantsEnded() == null ? List.of() : entry.getGrantsEnded();
            return Stream.of(
                            Stream.ofNullable(entry.getRequestDigest()),
                            entry.getOutcomes().stream().map(JournalOutcome::getRequestDigest),
                            ended.stream().map(GrantEnd::getGrantId)) // the digest of the request that it came with
                    .flatMap(each -> each);
        }
        return Stream.empty();
    }
}
