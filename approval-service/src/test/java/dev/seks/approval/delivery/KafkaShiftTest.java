// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaShiftTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 20})
    void aCallEndsBeforeAnotherInstanceCanTakeOver(int seconds) {
        Duration longest = Duration.ofSeconds(seconds);

        assertThat(KafkaShift.LEASE.plus(longest)).isLessThan(KafkaShift.session(longest));
    }
}
