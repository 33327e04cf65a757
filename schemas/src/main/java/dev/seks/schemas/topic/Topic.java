// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.topic;

import static dev.seks.schemas.topic.Process.AGENT;
import static dev.seks.schemas.topic.Process.APPROVAL_SERVICE;
import static dev.seks.schemas.topic.Process.AUDITOR;
import static dev.seks.schemas.topic.Process.BROKER;
import static dev.seks.schemas.topic.Process.EXECUTOR;
import static dev.seks.schemas.topic.Process.GATEWAY;
import static dev.seks.schemas.topic.Process.OPERATOR;
import static dev.seks.schemas.topic.Process.POLICY_PUBLISHER;

import dev.seks.schemas.wire.RecordType;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * Every topic of seks: what it carries, who alone may write it, who reads it. The key of each is the policy domain in
 * UTF-8, so that partition <i>p</i> of every topic holds the whole life of its domains.
 */
public enum Topic {
    REQUESTS(
            "requests",
            RecordType.CAPABILITY_REQUEST,
            Set.of(AGENT, GATEWAY),
            Set.of(BROKER, AUDITOR),
            Sizes.REQUEST_RECORD,
            "What agents ask for: the audit log."),
    VERDICTS(
            "verdicts",
            RecordType.VERDICT,
            Set.of(APPROVAL_SERVICE),
            Set.of(BROKER, AUDITOR),
            Sizes.REQUEST_RECORD,
            "What people said about pending requests, and which grants of theirs they ended."),
    POLICIES(
            "policies",
            RecordType.POLICY_BUNDLE,
            Set.of(POLICY_PUBLISHER),
            Set.of(BROKER, EXECUTOR, APPROVAL_SERVICE, AUDITOR),
            Sizes.BUNDLE_RECORD,
            "Policy and action catalogue, in full, version by version."),
    CONTROLS(
            "controls",
            RecordType.CONTROL,
            Set.of(OPERATOR, GATEWAY),
            Set.of(BROKER, EXECUTOR, AUDITOR),
            Sizes.REQUEST_RECORD,
            "What operators order."),
    TICKS(
            "ticks",
            RecordType.TICK,
            Set.of(BROKER),
            Set.of(BROKER, AUDITOR),
            Sizes.REQUEST_RECORD,
            "Written when, and only when, something is due; its append time is the time."),
    APPROVED(
            "approved",
            RecordType.DECISION,
            Set.of(BROKER),
            Set.of(EXECUTOR, APPROVAL_SERVICE, AGENT, GATEWAY, AUDITOR),
            Sizes.DECISION_RECORD,
            "Requests that may run: the executor's work list."),
    DENIED(
            "denied",
            RecordType.DECISION,
            Set.of(BROKER),
            Set.of(APPROVAL_SERVICE, AGENT, GATEWAY, AUDITOR),
            Sizes.DECISION_RECORD,
            "Requests that may not run, and why."),
    PENDING(
            "pending",
            RecordType.DECISION,
            Set.of(BROKER),
            Set.of(APPROVAL_SERVICE, AGENT, GATEWAY, AUDITOR),
            Sizes.DECISION_RECORD,
            "Requests that wait for people: the approval service's work list."),
    JOURNAL(
            "journal",
            RecordType.JOURNAL_ENTRY,
            Set.of(BROKER),
            Set.of(APPROVAL_SERVICE, AGENT, GATEWAY, AUDITOR),
            Sizes.BUNDLE_RECORD,
            "One entry for every event, numbered without gaps in each domain."),
    CLAIMS(
            "claims",
            RecordType.CLAIM,
            Set.of(EXECUTOR),
            Set.of(EXECUTOR, AUDITOR),
            Sizes.REQUEST_RECORD,
            "Written and committed before a call is made."),
    PROGRESS(
            "progress",
            RecordType.PROGRESS,
            Set.of(EXECUTOR),
            Set.of(EXECUTOR, AUDITOR),
            Sizes.REQUEST_RECORD,
            "The last seq dealt with, per domain; the one compacted topic."),
    RESULTS(
            "results",
            RecordType.EXECUTION_RESULT,
            Set.of(EXECUTOR),
            Set.of(EXECUTOR, APPROVAL_SERVICE, AGENT, GATEWAY, AUDITOR),
            Sizes.DECISION_RECORD,
            "How approved requests ended."),
    ATTEMPTS(
            "attempts",
            RecordType.ATTEMPT,
            Set.of(APPROVAL_SERVICE),
            Set.of(AUDITOR),
            Sizes.REQUEST_RECORD,
            "Attempts to decide, or to sign in for that, which were refused.");

    private final String suffix;
    private final RecordType value;
    private final Set<Process> writers;
    private final Set<Process> readers;
    private final int maxRecordBytes;
    private final String meaning;

    Topic(
            String suffix,
            RecordType value,
            Set<Process> writers,
            Set<Process> readers,
            int maxRecordBytes,
            String meaning) {
        this.suffix = suffix;
        this.value = value;
        this.writers = Collections.unmodifiableSet(EnumSet.copyOf(writers));
        this.readers = Collections.unmodifiableSet(EnumSet.copyOf(readers));
        this.maxRecordBytes = maxRecordBytes;
        this.meaning = meaning;
    }

    /** Full name of the topic, e.g. {@code seks.requests} for the prefix {@code seks.} */
    public String name(String prefix) {
        return prefix + suffix;
    }

    public RecordType value() {
        return value;
    }

    /** The only kinds of process that may write it. */
    public Set<Process> writers() {
        return writers;
    }

    public Set<Process> readers() {
        return readers;
    }

    /** The topic's {@code max.message.bytes}: a record batch as it is stored. */
    public int maxRecordBytes() {
        return maxRecordBytes;
    }

    /** One sentence for the reference. */
    public String meaning() {
        return meaning;
    }

    /** Whether Kafka stores it uncompressed, because not all who write it are trusted with the memory of its readers. */
    public boolean isPlain() {
        return this == REQUESTS || this == VERDICTS || this == CONTROLS || this == ATTEMPTS;
    }

    public boolean isCompacted() {
        return this == PROGRESS;
    }
}
