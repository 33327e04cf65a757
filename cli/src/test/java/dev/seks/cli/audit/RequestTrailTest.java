// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.audit;

import static dev.seks.cli.option.LoggedRecords.NOON;
import static dev.seks.cli.option.LoggedRecords.decision;
import static dev.seks.cli.option.LoggedRecords.digest;
import static dev.seks.cli.option.LoggedRecords.request;
import static dev.seks.cli.option.LoggedRecords.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.schemas.digest.Digest;
import dev.seks.schemas.record.Approval;
import dev.seks.schemas.record.Attempt;
import dev.seks.schemas.record.AttemptReason;
import dev.seks.schemas.record.Channel;
import dev.seks.schemas.record.Control;
import dev.seks.schemas.record.ControlKind;
import dev.seks.schemas.record.Coordinates;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.EventKind;
import dev.seks.schemas.record.GrantEnd;
import dev.seks.schemas.record.GrantEndCause;
import dev.seks.schemas.record.GrantMade;
import dev.seks.schemas.record.JournalEntry;
import dev.seks.schemas.record.JournalOutcome;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.Reason;
import dev.seks.schemas.record.Verdict;
import dev.seks.schemas.record.VerdictChoice;
import dev.seks.schemas.record.VerdictGiven;
import dev.seks.schemas.topic.Topics;
import dev.seks.schemas.wire.Codecs;
import dev.seks.schemas.wire.SchemaIds;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class RequestTrailTest {
    private final Codecs codecs = Codecs.of(SchemaIds.builtIn());
    private final LogRecords records = new LogRecords(Topics.withPartitions(4), SchemaIds.builtIn());
    private final TrailText text = new TrailText();

    @Test
    void keepsWhatIsAboutTheRequestInItsOrder() {
        RequestTrail trail = new RequestTrail(digest(1).substring(0, 6));
        LogRecord first = read(
                "pending",
                codecs.decision().encode(decision(1, 1, Outcome.PENDING).build()));
        LogRecord other = read(
                "denied",
                codecs.decision().encode(decision(2, 2, Outcome.DENIED).build()));
        LogRecord second = read("journal", codecs.journal().encode(expiry(1, 2)));
        LogRecord third = read("results", codecs.result().encode(result(1, 3).build()));

        List.of(first, other, second, third).forEach(record -> trail.add(record, false));

        assertThat(trail.records()).containsExactly(first, second, third);
    }

    @Test
    void findsARequestByItsBytesEvenWhenNobodyCanReadThem() {
        byte[] garbage = {1, 2, 3};
        RequestTrail trail = new RequestTrail(Digest.of(garbage));

        trail.add(read("requests", garbage), true);

        assertThat(trail.records()).hasSize(1);
        assertThat(records.render(trail.records().get(0)))
                .hasToString(
                        "{\"topic\":\"seks.requests\",\"partition\":2,\"offset\":40,"
                                + "\"appendTime\":\"2026-01-31T12:00:00.000Z\",\"key\":\"acme\",\"value\":null,"
                                + "\"undecodable\":\"not in the Confluent wire format, expected byte 0 and a 4-byte schema id\"}");
    }

    @Test
    void namesAllDigestsThatBeginLikeThat() {
        RequestTrail trail = new RequestTrail("");
        trail.add(
                read(
                        "denied",
                        codecs.decision().encode(decision(1, 1, Outcome.DENIED).build())),
                false);
        trail.add(
                read(
                        "denied",
                        codecs.decision().encode(decision(2, 2, Outcome.DENIED).build())),
                false);

        assertThat(trail.digests()).containsExactlyInAnyOrder(digest(1), digest(2));
    }

    @Test
    void rendersWhereARecordStandsAndWhatItSays() {
        LogRecord record = read("requests", codecs.request().encode(request(1)));

        assertThat(records.render(record))
                .hasToString("{\"topic\":\"seks.requests\",\"partition\":2,\"offset\":40,"
                        + "\"appendTime\":\"2026-01-31T12:00:00.000Z\",\"key\":\"acme\",\"value\":"
                        + "{\"requestId\":\"r-1\",\"domain\":\"acme\",\"agent\":\"aeonbyte\",\"service\":\"github\","
                        + "\"action\":\"repos.get\",\"params\":{\"name\":\"site\"},"
                        + "\"reason\":\"for \\u001B[2J the launch\",\"grant\":null,\"deadline\":null,"
                        + "\"createdAt\":\"2026-01-31T12:00:01.000Z\"}}");
    }

    @Test
    void quotesTheAgentsWordsAndObeysNoEscapeSequence() {
        String shown = text.of(read("requests", codecs.request().encode(request(1))));

        assertThat(shown)
                .startsWith("2026-01-31T12:00:00.000Z  seks.requests 2@40  aeonbyte asks for github repos.get in acme")
                .contains("its words  \"for \\u{1b}[2J the launch\"")
                .contains("params     {\"name\":\"site\"}")
                .doesNotContain("\u001b");
    }

    @Test
    void tellsDecisionsVerdictsJournalAndResults() {
        assertThat(text.of(read(
                        "denied",
                        codecs.decision().encode(decision(1, 7, Outcome.DENIED).build()))))
                .contains("DENIED  DENIED_BY_RULE: the rule says so")
                .contains("rule       agents.aeonbyte.services.github.allow[1] (seks-policy.yaml:8)")
                .contains("seq        7 of acme, policy version 1");
        assertThat(text.of(read("verdicts", codecs.verdict().encode(verdict()))))
                .endsWith("mika says APPROVE by CLI: \"fine\"");
        assertThat(text.of(read("journal", codecs.journal().encode(expiry(1, 9)))))
                .endsWith("entry 9: TICK at seks.ticks 2@5");
        assertThat(text.of(read("results", codecs.result().encode(result(1, 7).build()))))
                .contains("SUCCEEDED, HTTP 200")
                .contains("    {" + System.lineSeparator() + "      \"name\" : \"site\"");
    }

    @Test
    void tellsOfAGrantHowItWasGivenUsedAndEnded() throws Exception {
        RequestTrail trail = new RequestTrail(digest(1));
        Decision given = decision(1, 7, Outcome.APPROVED)
                .setGrant(new GrantMade(List.of("repos.*"), "acme/site", NOON.plusSeconds(600), 2, List.of("mika")))
                .build();
        Decision used = decision(2, 8, Outcome.APPROVED).setGrantId(digest(1)).build();
        JournalEntry ended = expired(3, 9)
                .setGrantsEnded(List.of(new GrantEnd(digest(1), "aeonbyte", GrantEndCause.REVOKED, "mika")))
                .build();
        LogRecord first = read("approved", codecs.decision().encode(given));
        LogRecord order = read(
                "controls",
                codecs.control()
                        .encode(Control.newBuilder()
                                .setDomain("acme")
                                .setKind(ControlKind.REVOKE_GRANT)
                                .setGrantId(digest(1))
                                .setPerson("ola")
                                .setGivenAt(NOON)
                                .build()));
        LogRecord last = read("journal", codecs.journal().encode(ended));

        List.of(first, order, last).forEach(record -> trail.add(record, false));

        assertThat(trail.records()).containsExactly(first, order, last);
        assertThat(text.of(first))
                .contains(
                        "grant      repos.* on acme/site, until 2026-01-31T12:10:00.000Z, at most 2 uses, given by mika");
        assertThat(text.of(read("approved", codecs.decision().encode(used)))).contains("by grant   " + digest(1));
        assertThat(text.of(last)).contains("grant      " + digest(1) + " of aeonbyte ended: REVOKED by mika");
    }

    @Test
    void tellsWhoVouchedForThePeopleBehindADecisionAndWhoWasRefused() {
        Approval approval = Approval.newBuilder()
                .setApprovers(List.of())
                .setQuorum(1)
                .setExpiresAt(NOON)
                .setVerdicts(List.of(
                        new VerdictGiven(
                                "mika", Channel.SLACK, VerdictChoice.APPROVE, null, NOON, null, "T1", "U\u001b1"),
                        new VerdictGiven("ann", Channel.CLI, VerdictChoice.DENY, null, NOON, null, null, null)))
                .build();
        Decision decided = decision(1, 7, Outcome.DENIED).setApproval(approval).build();
        Attempt refused = Attempt.newBuilder()
                .setAt(NOON)
                .setReason(AttemptReason.NOT_ENTITLED)
                .setChannel(Channel.WEB)
                .setRequestDigest(digest(1))
                .setPerson("bob")
                .build();
        RequestTrail trail = new RequestTrail(digest(1));

        LogRecord attempt = read("attempts", codecs.attempt().encode(refused));
        trail.add(attempt, false);

        assertThat(trail.records()).containsExactly(attempt);
        assertThat(text.of(attempt)).contains("refused: NOT_ENTITLED by WEB: bob");
        assertThat(text.of(read("denied", codecs.decision().encode(decided))))
                .contains("verdict    mika said APPROVE by SLACK, known to T1 as U\\u{1b}1")
                .contains("verdict    ann said DENY by CLI" + System.lineSeparator());
    }

    private LogRecord read(String topic, byte[] value) {
        return records.decode(new ConsumerRecord<>(
                "seks." + topic,
                2,
                40,
                NOON.toEpochMilli(),
                TimestampType.LOG_APPEND_TIME,
                4,
                value.length,
                "acme".getBytes(StandardCharsets.UTF_8),
                value,
                new RecordHeaders(),
                Optional.empty()));
    }

    private static Verdict verdict() {
        return Verdict.newBuilder()
                .setDomain("acme")
                .setRequestId("r-1")
                .setAgent("aeonbyte")
                .setRequestDigest(digest(1))
                .setPerson("mika")
                .setChannel(Channel.CLI)
                .setVerdict(VerdictChoice.APPROVE)
                .setComment("fine")
                .setGivenAt(NOON)
                .build();
    }

    private static JournalEntry expiry(int n, long seq) {
        return expired(n, seq).build();
    }

    private static JournalEntry.Builder expired(int n, long seq) {
        JournalOutcome outcome = JournalOutcome.newBuilder()
                .setRequestDigest(digest(n))
                .setOutcome(Outcome.DENIED)
                .setReason(Reason.APPROVAL_EXPIRED)
                .build();
        return JournalEntry.newBuilder()
                .setDomain("acme")
                .setSeq(seq)
                .setAt(NOON)
                .setKind(EventKind.TICK)
                .setCause(new Coordinates("seks.ticks", 2, 5L, NOON))
                .setOutcomes(List.of(outcome))
                .setLimits(List.of())
                .setInputHash("")
                .setOutputHashes(List.of())
                .setDeciderVersion(1);
    }
}
