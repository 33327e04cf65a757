// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.catalogue;

import static dev.seks.schemas.catalogue.CatalogueText.faults;
import static dev.seks.schemas.catalogue.CatalogueText.loaded;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsTest {

    @Test
    void readsEveryLimit() {
        assertThat(limits("connect: 2s, attempt: 10s, total: 1m, connections: 8, response_bytes: 2048, failures: 3,"
                        + " pause: 90s"))
                .isEqualTo(new Limits(
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(10),
                        Duration.ofMinutes(1),
                        8,
                        2048,
                        3,
                        Duration.ofSeconds(90)));
    }

    @Test
    void leavesWhatIsNotSaid() {
        assertThat(limits("")).isEqualTo(Limits.NONE);
        assertThat(loaded("service: s\nactions: {}\n")
                        .service("s")
                        .orElseThrow()
                        .limits())
                .isEqualTo(Limits.NONE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    connect: 61s         | connect is 61s, expected a time such as 30s, from 1s to 1m
                    connect: 0s          | connect is 0s, expected a time such as 30s, from 1s to 1m
                    attempt: 6m          | attempt is 6m, expected a time such as 30s, from 1s to 5m
                    total: 1h            | total is 1h, expected a time such as 30s, from 1s to 10m
                    total: forever       | total is forever, expected a time such as 30s, from 1s to 10m
                    pause: 11m           | pause is 11m, expected a time such as 30s, from 1s to 10m
                    connections: 0       | connections is 0, expected a whole number from 1 to 512
                    connections: 513     | connections is 513, expected a whole number from 1 to 512
                    response_bytes: 1023 | response_bytes is 1023, expected a whole number from 1024 to 67108864
                    response_bytes: 67108865 | response_bytes is 67108865, expected a whole number from 1024 to 67108864
                    failures: 0          | failures is 0, expected a whole number from 1 to 1000
                    failures: 1001       | failures is 1001, expected a whole number from 1 to 1000
                    """)
    void boundsEachLimit(String limit, String fault) {
        assertThat(faults("service: s\nlimits: { " + limit + " }\nactions: {}\n"))
                .singleElement()
                .asString()
                .startsWith("c.yaml:2:")
                .endsWith(": " + fault);
    }

    private static Limits limits(String text) {
        return loaded("service: s\nlimits: { " + text + " }\nactions: {}\n")
                .service("s")
                .orElseThrow()
                .limits();
    }
}
