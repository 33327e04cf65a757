// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.claim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.executor.call.CallError;
import dev.seks.executor.control.Clearance;
import dev.seks.executor.control.Freezes;
import dev.seks.schemas.control.Freeze;
import dev.seks.schemas.record.ExecutionStatus;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class FreezeGateTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Approved APPROVED = new Approved("acme", 1, "r", "bot", "shop", "order", "", 0);
    private static final Clearance.Frozen FROZEN = new Clearance.Frozen(new Freeze("bot", null));

    private final Lease lease = new Lease(LONG);
    private final Script freezes = new Script();
    private boolean isTooLate;
    private final FreezeGate gate = new FreezeGate(freezes, APPROVED, lease, LONG, () -> isTooLate);

    @Test
    void letsPassWhatIsClearWhileTheClaimHolds() {
        lease.prove(System.nanoTime());
        freezes.say(Clearance.CLEAR);

        assertThat(gate.refusal()).isEmpty();
    }

    @Test
    void refusesWhatIsFrozen() {
        lease.prove(System.nanoTime());
        freezes.say(FROZEN);

        CallError error = gate.refusal().orElseThrow();

        assertThat(error.message()).isEqualTo("agent bot was frozen before the call was made");
        assertThat(gate.stopOf(error).orElseThrow().status()).isEqualTo(ExecutionStatus.REFUSED);
        assertThat(gate.stopOf(new CallError("http_500", "the service answered 500")))
                .isEmpty();
    }

    @Test
    void waitsUntilItIsKnownAndAsksAgainThen() {
        lease.prove(System.nanoTime());
        freezes.say(Clearance.UNKNOWN, Clearance.UNKNOWN, FROZEN);

        assertThat(gate.refusal().orElseThrow().code()).isEqualTo("frozen");
        assertThat(freezes.left).isEmpty();
    }

    @Test
    void lapsesWhenItDoesNotBecomeKnownInTime() {
        lease.prove(System.nanoTime());
        freezes.say(Clearance.UNKNOWN);
        freezes.becomesKnown = false;

        CallError error = gate.refusal().orElseThrow();

        assertThat(error.code()).isEqualTo("freezes_unknown");
        assertThat(gate.stopOf(error).orElseThrow().status()).isEqualTo(ExecutionStatus.LAPSED);
    }

    @Test
    void lapsesWhenTheRightToBeginIsOver() {
        lease.prove(System.nanoTime());
        lease.end();
        freezes.say(Clearance.CLEAR);

        CallError error = gate.refusal().orElseThrow();

        assertThat(error.code()).isEqualTo("claim_expired");
        assertThat(gate.stopOf(error).orElseThrow().status()).isEqualTo(ExecutionStatus.LAPSED);
    }

    @Test
    void doesNotLetPassWhatLostItsRightWhileItWaited() {
        lease.prove(System.nanoTime());
        freezes.say(Clearance.UNKNOWN, Clearance.CLEAR);
        freezes.meanwhile = lease::end;

        assertThat(gate.refusal().orElseThrow().code()).isEqualTo("claim_expired");
    }

    /** It may have waited long for its turn, or for the next attempt. */
    @Test
    void lapsesWhenTheAgentNoLongerWantsIt() {
        lease.prove(System.nanoTime());
        freezes.say(Clearance.CLEAR);
        assertThat(gate.refusal()).isEmpty();

        isTooLate = true;
        CallError error = gate.refusal().orElseThrow();

        assertThat(error.code()).isEqualTo("deadline_passed");
        assertThat(gate.stopOf(error).orElseThrow().status()).isEqualTo(ExecutionStatus.LAPSED);
    }

    /** Says what it was told to say, one after the other. */
    private static final class Script implements Freezes {
        private final Queue<Clearance> left = new ArrayDeque<>();
        private boolean becomesKnown = true;
        private Runnable meanwhile = () -> {};

        void say(Clearance... clearances) {
            left.addAll(List.of(clearances));
        }

        @Override
        public Clearance of(String domain, String agent, String service) {
            assertThat(List.of(domain, agent, service)).containsExactly("acme", "bot", "shop");
            return left.remove();
        }

        @Override
        public boolean isKnown() {
            return becomesKnown;
        }

        @Override
        public boolean awaitKnown(Duration patience) {
            meanwhile.run();
            return becomesKnown;
        }

        @Override
        public long version() {
            return 0;
        }
    }
}
