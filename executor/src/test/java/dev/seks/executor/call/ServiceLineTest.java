// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ServiceLineTest {
    private static final Attempt OK = new Attempt.Answered(200, null, null, null);
    private static final Attempt DOWN = Attempt.unreachable("unreachable", "the service cannot be reached");
    private static final Attempt OWN_FAULT = Attempt.notDone("unsafe_url", "a parameter would be read as another path");

    private final HandClock clock = new HandClock();
    private final CallBounds bounds = new CallBounds(
            Duration.ofMillis(1), Duration.ofSeconds(1), Duration.ofSeconds(1), 1, 1, 1, 2, 3, Duration.ofSeconds(30));
    private final ServiceLine line = new ServiceLine("acme/s", bounds, clock);

    @Test
    void isLeftAloneAfterSoManyFailuresInARowAndTriedAgainLater() {
        fail(3);

        assertThat(refusal()).contains("circuit_open");

        clock.pass(Duration.ofSeconds(31));
        assertThat(line.enter(deadline())).as("one is let through").isEmpty();
        assertThat(refusal()).as("and no second").contains("circuit_open");
        line.leave(OK);

        assertThat(refusal()).as("it is back").isEmpty();
    }

    @Test
    void staysLeftAloneWhenTheTrialFails() {
        fail(3);
        clock.pass(Duration.ofSeconds(31));
        fail(1);

        assertThat(refusal()).contains("circuit_open");
    }

    @Test
    void forgetsFailuresOnceItAnswers() {
        fail(2);
        pass(OK);
        fail(2);

        assertThat(refusal()).isEmpty();
    }

    @Test
    void learnsNothingFromWhatIsNotTheServicesFault() {
        fail(2);
        for (int i = 0; i < 10; i++) {
            pass(OWN_FAULT);
            assertThat(line.enter(deadline())).isEmpty();
            line.leave();
        }
        assertThat(refusal()).isEmpty();

        fail(1);
        assertThat(refusal()).as("the third in a row").contains("circuit_open");
    }

    @Test
    void countsFaultsOfTheServerAndDoubtsAndNothingElse() {
        pass(new Attempt.Answered(500, null, null, null));
        pass(new Attempt.Answered(503, null, null, null));
        pass(new Attempt.Answered(404, null, null, null));
        pass(Attempt.unsure("timed_out", "x"));
        pass(Attempt.unsure("timed_out", "x"));
        assertThat(refusal()).isEmpty();

        pass(new Attempt.Answered(599, null, null, null));

        assertThat(refusal()).contains("circuit_open");
    }

    @Test
    void isLeftAloneWhileItAsksForItButNotForEver() {
        pass(new Attempt.Answered(429, null, null, Duration.ofSeconds(20)));

        assertThat(line.enter(deadline()))
                .contains(new CallError("asked_to_wait", "the service has asked to be left alone for 20 s more"));
        clock.pass(Duration.ofMillis(20_001));
        assertThat(refusal()).isEmpty();

        pass(new Attempt.Answered(503, null, null, Duration.ofDays(365)));
        assertThat(refusal()).contains("asked_to_wait");
        clock.pass(ServiceLine.MAX_QUIET.plusMillis(1));
        assertThat(refusal()).isEmpty();
    }

    @Test
    void doesNotWaitForWhatOtherAnswersAsk() {
        pass(new Attempt.Answered(200, null, null, Duration.ofSeconds(20)));

        assertThat(refusal()).isEmpty();
    }

    @Test
    void letsNoMoreInThanItHasRoomFor() {
        assertThat(line.enter(deadline())).isEmpty();
        assertThat(line.enter(deadline())).isEmpty();

        assertThat(refusal()).contains("service_busy");

        line.leave(OK);
        assertThat(refusal()).isEmpty();
    }

    /** Asking whether there is an objection takes the only permission of the trial, and must not be seen to. */
    @Test
    void objectsToNobodyWhileTheTrialIsStillToCome() {
        fail(3);
        clock.pass(Duration.ofSeconds(31));
        assertThat(line.objection()).isEmpty();

        List<CallError> objections = IntStream.range(0, 100_000)
                .parallel()
                .mapToObj(i -> line.objection())
                .flatMap(Optional::stream)
                .toList();

        assertThat(objections).isEmpty();
        assertThat(line.enter(deadline())).as("and the trial goes out").isEmpty();
        assertThat(line.objection()).map(CallError::code).contains("circuit_open");
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            pass(DOWN);
        }
    }

    private void pass(Attempt attempt) {
        assertThat(line.enter(deadline())).isEmpty();
        line.leave(attempt);
    }

    /** Why nobody is let in now; who is let in leaves at once without a trace. */
    private Optional<String> refusal() {
        Optional<CallError> refused = line.enter(deadline());
        if (refused.isEmpty()) {
            line.leave();
        }
        return refused.map(CallError::code);
    }

    private static Deadline deadline() {
        return Deadline.in(Duration.ofMinutes(1));
    }
}
