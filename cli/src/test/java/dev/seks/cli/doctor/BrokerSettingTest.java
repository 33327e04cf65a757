// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BrokerSettingTest {
    @ParameterizedTest
    @CsvSource({
        "auto.create.topics.enable,                true,   false",
        "unclean.leader.election.enable,           true,   false",
        "offsets.topic.replication.factor,         1,      at least 3",
        "transaction.state.log.replication.factor, 2,      at least 3",
        "transaction.state.log.min.isr,            1,      at least 2",
        "transaction.max.timeout.ms,               9999,   at least 10000",
        "transactional.id.expiration.ms,           3600000, at least 604800000",
        "offsets.retention.minutes,                60,     at least 10080",
        "add.partitions.to.txn.retry.backoff.ms,   20,     at most 1",
    })
    void namesASettingThatCostsSafetyOrSpeed(String key, String found, String expected) {
        BrokerSetting setting =
                BrokerSetting.valueOf(key.toUpperCase(java.util.Locale.ROOT).replace('.', '_'));

        Diagnosis diagnosis = setting.in(Map.of(key, found), "7", 3).orElseThrow();

        assertThat(diagnosis.ok()).isFalse();
        assertThat(diagnosis.check()).isEqualTo("broker.7." + key);
        assertThat(diagnosis.found()).isEqualTo(found);
        assertThat(diagnosis.expected()).isEqualTo(expected);
        assertThat(diagnosis.cure()).isNotBlank();
    }

    @Test
    void findsNoFaultWithTheBoundItself() {
        assertThat(BrokerSetting.OFFSETS_RETENTION_MINUTES.in(Map.of("offsets.retention.minutes", "10080"), "1", 1))
                .hasValueSatisfying(diagnosis -> assertThat(diagnosis.ok()).isTrue());
    }

    @Test
    void doesNotAskOneBrokerForReplicas() {
        assertThat(BrokerSetting.TRANSACTION_STATE_LOG_MIN_ISR.in(Map.of("transaction.state.log.min.isr", "1"), "1", 1))
                .isEmpty();
    }

    @Test
    void saysNothingAboutWhatTheBrokerDoesNotTell() {
        assertThat(BrokerSetting.AUTO_CREATE_TOPICS_ENABLE.in(Map.of(), "1", 1)).isEmpty();
    }
}
