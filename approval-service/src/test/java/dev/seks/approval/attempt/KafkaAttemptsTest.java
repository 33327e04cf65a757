// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seks.approval.Asked;
import dev.seks.approval.HandClock;
import dev.seks.schemas.record.AttemptReason;
import dev.seks.schemas.record.Channel;
import dev.seks.schemas.signature.Ed25519PrivateKey;
import dev.seks.schemas.signature.RecordSigner;
import dev.seks.schemas.topic.Topics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KafkaAttemptsTest {
    private static final int MANY = AttemptQueue.MAX_WAITING + 500;

    @Test
    void holdsNobodyUpAndForgetsNoneWhileKafkaDoesNotAnswer() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                KafkaAttempts attempts = new KafkaAttempts(
                                Map.of("bootstrap.servers", "127.0.0.1:" + silent.getLocalPort()),
                                Topics.withPartitions(4),
                                Asked.CODECS.attempt(),
                                new RecordSigner(Ed25519PrivateKey.of(new byte[32]), "a-cluster"),
                                new HandClock(Asked.NOW))
                        .start()) {
            for (int i = 0; i < MANY; i++) {
                Who someone = Who.of(null, Map.of("issuer", "https://login.acme.example", "subject", "s" + i));
                attempts.refused(RefusedAttempt.of(AttemptReason.SIGN_ON_NOT_LISTED, Channel.WEB)
                        .by(someone));
            }

            // the writer is still at its first one, and yet all are taken or counted
            assertThat(attempts.counts().get("written")).isZero();
            assertThat(attempts.counts().get("too_many")).isPositive();
            await().atMost(Duration.ofMinutes(3))
                    .untilAsserted(
                            () -> assertThat(attempts.counts().get("lost")).isPositive());
        }
    }
}
