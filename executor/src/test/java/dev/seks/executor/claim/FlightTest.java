// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seks.executor.call.ActionCall;
import dev.seks.executor.call.Attempt;
import dev.seks.executor.call.CallBounds;
import dev.seks.executor.call.CallRunner;
import dev.seks.executor.call.Caller;
import dev.seks.executor.call.CatalogueFixture;
import dev.seks.executor.call.Deadline;
import dev.seks.executor.call.HandClock;
import dev.seks.executor.control.Clearance;
import dev.seks.executor.control.Freezes;
import dev.seks.executor.credential.Destination;
import dev.seks.executor.credential.Issue;
import dev.seks.executor.credential.Secret;
import dev.seks.schemas.catalogue.Call.HttpCall;
import dev.seks.schemas.control.Freeze;
import dev.seks.schemas.record.ExecutionResult;
import dev.seks.schemas.record.ExecutionStatus;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What happens while the store of a credential takes its time. */
class FlightTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final String CATALOGUE = """
            service: shop
            base_url: https://shop.example
            credential: { ref: shop, inject: { header: X-Token, format: "{secret}" } }
            actions: { order: { summary: o, effect: write, http: POST /orders, returns: [id] } }
            """;

    private final List<String> calls = new ArrayList<>();
    private final Lease lease = new Lease(LONG);
    private final Switch freezes = new Switch();

    @Test
    void makesTheCallWithTheCredential() {
        ExecutionResult result = run(() -> {});

        assertThat(result.getStatus()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(calls).containsExactly("order with value");
    }

    @Test
    void makesNoCallThatWasFrozenWhileItsCredentialWasFetched() {
        ExecutionResult result = run(() -> freezes.now = new Clearance.Frozen(new Freeze("bot", null)));

        assertThat(result.getStatus()).isEqualTo(ExecutionStatus.REFUSED);
        assertThat(result.getError().getCode()).isEqualTo("frozen");
        assertThat(calls).isEmpty();
    }

    @Test
    void makesNoCallWhoseClaimRanOutWhileItsCredentialWasFetched() {
        ExecutionResult result = run(lease::end);

        assertThat(result.getStatus()).isEqualTo(ExecutionStatus.LAPSED);
        assertThat(result.getError().getCode()).isEqualTo("claim_expired");
        assertThat(calls).isEmpty();
    }

    @Test
    void makesNoCallThatItsAgentNoLongerWants() {
        HandClock clock = new HandClock();
        Verification.Accepted wanted = accepted();
        Flight flight = Flight.first(
                0, new Verification.Accepted(wanted.approved(), wanted.call(), clock.instant(), 10), lease);
        clock.pass(Duration.ofMillis(1));

        ExecutionResult result = run(flight, () -> Issue.of(Secret.of("value")), clock);

        assertThat(result.getStatus()).isEqualTo(ExecutionStatus.LAPSED);
        assertThat(result.getError().getCode()).isEqualTo("deadline_passed");
        assertThat(calls).isEmpty();
    }

    /** Else the loop would have nothing to publish, and break on it again and again. */
    @Test
    void hasAResultEvenIfItBreaksBeforeTheCall() {
        freezes.now = null;
        Flight flight = Flight.first(0, accepted(), lease);

        assertThatThrownBy(() -> run(flight, () -> Issue.of(Secret.of("value"))))
                .isInstanceOf(OutOfMemoryError.class);

        assertThat(flight.result().getStatus()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(flight.result().getError().getCode()).isEqualTo("internal_error");
        assertThat(calls).isEmpty();
    }

    @Test
    void doesNotKnowWhatAPredecessorHasDoneWhenTheSameCannotBeDoneAgain() {
        Issue none = new Issue.Unavailable("no store has it");

        ExecutionResult first = run(Flight.first(0, accepted(), lease), () -> none);
        ExecutionResult again = run(Flight.again(0, accepted(), lease), () -> none);

        assertThat(first.getStatus()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(again.getStatus()).isEqualTo(ExecutionStatus.OUTCOME_UNKNOWN);
        assertThat(again.getError().getCode()).isEqualTo("credential_unavailable");
        assertThat(calls).isEmpty();
    }

    /** {@code meanwhile}: what happens while the credential is fetched. */
    private ExecutionResult run(Runnable meanwhile) {
        return run(Flight.first(0, accepted(), lease), () -> {
            meanwhile.run();
            return Issue.of(Secret.of("value"));
        });
    }

    private static Verification.Accepted accepted() {
        Approved approved = new Approved("acme", 1, "r-1", "bot", "shop", "order", "", 0);
        return new Verification.Accepted(approved, CatalogueFixture.call(CATALOGUE, "order", Map.of()), null, 10);
    }

    private ExecutionResult run(Flight flight, Supplier<Issue> store) {
        return run(flight, store, new HandClock());
    }

    private ExecutionResult run(Flight flight, Supplier<Issue> store, HandClock clock) {
        lease.prove(System.nanoTime());
        try (CallRunner runner =
                new CallRunner(use -> store.get(), List.of(new Recorder()), CallBounds.DEFAULT, new HandClock())) {
            flight.run(runner, freezes, clock);
        }
        return flight.result();
    }

    /** Makes calls by writing them down. */
    private final class Recorder implements Caller<HttpCall> {
        @Override
        public Class<HttpCall> kind() {
            return HttpCall.class;
        }

        @Override
        public Optional<Destination> destination(ActionCall call) {
            return Optional.of(Destination.of(URI.create("https://shop.example")));
        }

        @Override
        public Attempt attempt(
                ActionCall call, HttpCall what, @Nullable Secret secret, CallBounds bounds, Deadline deadline) {
            calls.add(call.action().name() + " with " + (secret == null ? "nothing" : secret.reveal()));
            return Attempt.answered("{\"id\":1}".getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Known at any time; clear until something is frozen. */
    private static final class Switch implements Freezes {
        private @Nullable Clearance now = Clearance.CLEAR;

        @Override
        public Clearance of(String domain, String agent, String service) {
            if (now == null) {
                throw new OutOfMemoryError("as can happen anywhere");
            }
            return now;
        }

        @Override
        public boolean isKnown() {
            return true;
        }

        @Override
        public boolean awaitKnown(Duration patience) {
            return true;
        }

        @Override
        public long version() {
            return 0;
        }
    }
}
