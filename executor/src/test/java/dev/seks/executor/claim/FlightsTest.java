// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.claim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.executor.call.ActionCall;
import dev.seks.executor.call.CatalogueFixture;
import dev.seks.executor.call.HandClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FlightsTest {
    private static final String CATALOGUE = """
            service: shop
            base_url: https://shop.example
            actions: { order: { summary: o, effect: write, http: POST /orders, returns: [id] } }
            """;

    private final List<Flight> late = new ArrayList<>();
    private final Flights flights = new Flights(late::add);

    @Test
    void tellsOfThoseThatEndedInAPartitionThatOthersAnswerFor() {
        Flight ended = flying(0, 1);
        Flight running = flying(0, 2);
        Flight ours = flying(1, 3);
        end(ended);
        end(ours);

        flights.retainPartitions(Set.of(1));

        assertThat(late).containsExactly(ended);
        assertThat(flights.unpublishedBytes()).isEqualTo(ours.resultBytes());
        assertThat(flights.knows(running)).isFalse();
        assertThat(flights.anyRuns()).isFalse();
    }

    @Test
    void tellsNothingOfThoseThatTheLogShowsToBeAnswered() {
        Flight ended = flying(0, 1);
        end(ended);

        flights.retain(0, Set.of());

        assertThat(late).isEmpty();
        assertThat(flights.unpublishedBytes()).isZero();
    }

    @Test
    void knowsWhetherSomeHaveNotEnded() {
        Flight flight = flying(0, 1);
        assertThat(flights.anyRuns()).isTrue();

        end(flight);

        assertThat(flights.anyRuns()).isFalse();
    }

    @Test
    void takesNoteOfAFlightOnce() {
        Flight flight = flying(0, 1);

        assertThat(flight.takeNote()).isTrue();
        assertThat(flight.takeNote()).isFalse();
    }

    private Flight flying(int partition, long seq) {
        Approved approved = new Approved("acme", seq, "r-" + seq, "bot", "shop", "order", "", 0);
        ActionCall call = CatalogueFixture.call(CATALOGUE, "order", Map.of());
        Lease lease = new Lease(Duration.ofMinutes(1));
        Flight flight = Flight.first(partition, new Verification.Accepted(approved, call, null, 10), lease);
        flights.add(flight);
        return flight;
    }

    private void end(Flight flight) {
        flight.abandon("not_started", "for a test", new HandClock());
        flights.ended(flight);
    }
}
