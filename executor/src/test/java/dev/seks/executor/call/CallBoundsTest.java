// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seks.schemas.catalogue.Limits;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CallBoundsTest {
    private static final Duration S1 = Duration.ofSeconds(1);

    @Test
    void areNarrowedByAServiceAndNeverWidened() {
        CallBounds narrow = CallBounds.DEFAULT.narrowedBy(
                new Limits(S1, Duration.ofSeconds(2), Duration.ofSeconds(3), 4, 5000, 6, Duration.ofSeconds(7)), 3);
        CallBounds wide = CallBounds.DEFAULT.narrowedBy(
                new Limits(
                        Duration.ofMinutes(9), Duration.ofMinutes(9), Duration.ofMinutes(9), 9999, 1 << 30, null, null),
                100_000);

        assertThat(narrow)
                .isEqualTo(new CallBounds(
                        S1,
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(3),
                        5000,
                        CallBounds.DEFAULT.maxBodyBytes(),
                        CallBounds.DEFAULT.maxConnections(),
                        4,
                        6,
                        Duration.ofSeconds(7)));
        assertThat(wide).isEqualTo(CallBounds.DEFAULT);
        assertThat(CallBounds.DEFAULT.narrowedBy(Limits.NONE, 100_000)).isEqualTo(CallBounds.DEFAULT);
        assertThat(CallBounds.DEFAULT.narrowedBy(Limits.NONE, 3).maxPerService())
                .isEqualTo(3);
    }

    @Test
    void keepAttemptsWithinTheWholeCall() {
        CallBounds narrow = CallBounds.DEFAULT.narrowedBy(new Limits(null, null, S1, null, null, null, null), 1);

        assertThat(narrow.attemptTimeout()).isEqualTo(S1);
        assertThat(narrow.connectTimeout()).isEqualTo(S1);
    }

    @Test
    void tellWhatIsWrong() {
        assertThatThrownBy(() -> new CallBounds(S1, S1, S1, 1, 1, 1, 0, 1, S1))
                .hasMessage("maxPerService is 0, expected more than 0");
        assertThatThrownBy(() -> new CallBounds(S1, S1, S1, 1, 1, 1, 1, 0, S1))
                .hasMessage("failuresToPause is 0, expected more than 0");
        assertThatThrownBy(() -> new CallBounds(S1, S1, S1, 1, 1, 1, 1, 1, Duration.ZERO))
                .hasMessage("pause is PT0S, expected more than 0");
        assertThatThrownBy(() -> CallBounds.DEFAULT.withTimeouts(S1, Duration.ofMinutes(11)))
                .hasMessage("callTimeout is PT11M, expected attemptTimeout to PT10M");
    }
}
