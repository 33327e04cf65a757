// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.schemas.record.Attempt;
import dev.seks.schemas.record.AttemptIdentity;
import dev.seks.schemas.record.AttemptReason;
import dev.seks.schemas.record.Channel;
import dev.seks.schemas.record.VerdictChoice;
import dev.seks.schemas.topic.Topics;
import dev.seks.schemas.wire.Codecs;
import dev.seks.schemas.wire.SchemaIds;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class AttemptLineTest {
    @Test
    void tellsWhyWhereWhoWhatAndFromWhere() {
        String line = AttemptLine.told(attempt(AttemptReason.NOT_ENTITLED)
                .setPerson("ann")
                .setIdentity(new AttemptIdentity("https://login.acme.example", "2482", "ann@acme.example", true))
                .setDomain("acme")
                .setRequestDigest("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
                .setVerdict(VerdictChoice.APPROVE)
                .setSource("192.0.2.7")
                .build());

        assertThat(line)
                .isEqualTo("NOT_ENTITLED by WEB: ann, 2482 (ann@acme.example) of"
                        + " https://login.acme.example  APPROVE 9f86d081 in acme  from 192.0.2.7");
    }

    @Test
    void saysWhatIsNotProven() {
        String line = AttemptLine.told(attempt(AttemptReason.CALL_STALE)
                .setIdentity(new AttemptIdentity("T1", "U1", null, false))
                .build());

        assertThat(line).contains("perhaps U1 of T1");
    }

    @Test
    void tellsHowManyAreNotWritten() {
        assertThat(AttemptLine.told(attempt(AttemptReason.WRONG_TOKEN)
                        .setSuppressedBefore(9_980)
                        .build()))
                .isEqualTo("WRONG_TOKEN by WEB: -  (9980 before it are not written)");
    }

    @Test
    void marksWhatIsForgedAndWhatIsNoRecordAtAll() {
        LogRecords records = new LogRecords(Topics.withPartitions(4), SchemaIds.builtIn());
        AttemptLine line = new AttemptLine(CommandLine.Help.Ansi.OFF);
        byte[] value = Codecs.of(SchemaIds.builtIn())
                .attempt()
                .encode(attempt(AttemptReason.WRONG_TOKEN).build());
        LogRecord good = records.decode(new ConsumerRecord<>("seks.attempts", 0, 1, null, value));
        LogRecord bad = records.decode(new ConsumerRecord<>("seks.attempts", 0, 1, null, new byte[] {1}));

        assertThat(line.of(new FoundAttempt(good, true))).endsWith("Z  WRONG_TOKEN                WEB      -");
        assertThat(line.of(new FoundAttempt(good, null))).doesNotContain("FORGED");
        assertThat(line.of(new FoundAttempt(good, false))).contains("Z  FORGED  WRONG_TOKEN");
        assertThat(line.of(new FoundAttempt(bad, false))).contains("FORGED  no record of an attempt: not in the");
    }

    @Test
    void isNoHarmToATerminalWhateverSomebodyForged() {
        String line = AttemptLine.told(attempt(AttemptReason.UNKNOWN)
                .setPerson("\u001b[2Jmika")
                .setIdentity(new AttemptIdentity("\u202eT1", "U\n1", "\u0007", true))
                .setDomain("a\u001b")
                .setRequestDigest("\u001b")
                .setSource("\r192.0.2.7")
                .build());

        assertThat(line.codePoints()).allMatch(c -> c >= ' ' && c <= '~');
    }

    private static Attempt.Builder attempt(AttemptReason reason) {
        return Attempt.newBuilder().setAt(Instant.EPOCH).setReason(reason).setChannel(Channel.WEB);
    }
}
