// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.cli.control.FrozenList.Ordered;
import dev.seks.schemas.control.Freeze;
import dev.seks.schemas.record.Control;
import dev.seks.schemas.record.ControlKind;
import dev.seks.schemas.record.Coordinates;
import dev.seks.schemas.record.EventKind;
import dev.seks.schemas.record.JournalEntry;
import dev.seks.schemas.record.Reason;
import java.time.Instant;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FrozenListTest {
    private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");

    private final Map<Freeze, Deque<Ordered>> orders = new LinkedHashMap<>();
    private final Map<Long, Optional<JournalEntry>> fates = new HashMap<>();
    private long offset;

    @Test
    void theLastOrderAboutATargetCounts() {
        order(ControlKind.FREEZE, "bot", null, null);
        order(ControlKind.UNFREEZE, "bot", null, null);
        order(ControlKind.FREEZE, null, "shop", null);
        order(ControlKind.UNFREEZE, null, null, null);
        order(ControlKind.FREEZE, "ann", null, null);

        assertThat(frozen()).containsExactly(new Freeze(null, "shop"), new Freeze("ann", null));
    }

    @Test
    void whatTheBrokerHasRefusedLeavesWhatWasBefore() {
        order(ControlKind.FREEZE, "bot", null, null);
        order(ControlKind.UNFREEZE, "bot", null, Reason.NOT_AUTHENTICATED);
        order(ControlKind.FREEZE, "ann", null, Reason.STALE);

        assertThat(frozen()).containsExactly(new Freeze("bot", null));
    }

    @Test
    void whatTheBrokerHasNotComeToCountsAsItDoesForExecutors() {
        order(ControlKind.FREEZE, "bot", null, null);
        fates.put(0L, Optional.empty());

        List<Frozen> all =
                FrozenList.inForce(orders, ordered -> fates.get(ordered.at().getOffset()));

        assertThat(all).hasSize(1);
        assertThat(all.get(0).isTakenUp()).isFalse();
        assertThat(all.get(0).line())
                .isEqualTo("2026-01-05T12:00:00.000Z  agent bot, by ann (no broker has taken it up yet)");
    }

    private List<Freeze> frozen() {
        return FrozenList.inForce(orders, ordered -> fates.get(ordered.at().getOffset())).stream()
                .map(Frozen::freeze)
                .toList();
    }

    private void order(ControlKind kind, @Nullable String agent, @Nullable String service, @Nullable Reason refusal) {
        Coordinates at = new Coordinates("seks.controls", 0, offset++, NOON.plusSeconds(offset - 1));
        Control control = Control.newBuilder()
                .setDomain("acme")
                .setKind(kind)
                .setAgent(agent)
                .setService(service)
                .setPerson("ann")
                .setGivenAt(NOON)
                .build();
        FrozenList.add(orders, new Ordered(control, at));
        fates.put(
                at.getOffset(),
                Optional.of(JournalEntry.newBuilder()
                        .setDomain("acme")
                        .setSeq(1)
                        .setAt(NOON)
                        .setKind(EventKind.CONTROL)
                        .setCause(at)
                        .setOutcomes(List.of())
                        .setReason(refusal)
                        .setLimits(List.of())
                        .setInputHash("")
                        .setOutputHashes(List.of())
                        .setDeciderVersion(3)
                        .build()));
    }
}
