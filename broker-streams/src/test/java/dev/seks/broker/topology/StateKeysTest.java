// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.broker.decision.RequestKey;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;

final class StateKeysTest {
    private static final String DOMAIN = "acme";

    @Test
    void boundsTheOpenRequestsOfADomainWithNothingElseBetween() {
        Bytes first = StateKeys.firstOpen(DOMAIN);
        Bytes last = StateKeys.afterOpen(DOMAIN);
        RequestKey open = new RequestKey(DOMAIN, "z", "z");

        assertThat(StateKeys.open(open)).isBetween(first, last);
        // a range of the store includes its end: the policy, which sorts right behind, must not be met
        assertThat(List.of(
                        StateKeys.domain(DOMAIN),
                        StateKeys.policy(DOMAIN),
                        StateKeys.book(DOMAIN, "z"),
                        StateKeys.answer(open),
                        StateKeys.firstOpen("acme2")))
                .noneMatch(key -> key.compareTo(first) >= 0 && key.compareTo(last) <= 0);
    }
}
