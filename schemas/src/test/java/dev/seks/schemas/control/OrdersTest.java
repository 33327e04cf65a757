// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.schemas.record.Control;
import dev.seks.schemas.record.ControlKind;
import dev.seks.schemas.record.Reason;
import dev.seks.schemas.wire.Codecs;
import dev.seks.schemas.wire.SchemaIds;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OrdersTest {
    private static final Codecs CODECS = Codecs.of(SchemaIds.builtIn());
    private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void freezesWhatIsNamedUntilThatIsLifted() {
        Orders orders = take(Orders.NONE, order(ControlKind.FREEZE, "bot", null, NOON), NOON)
                .orders();

        assertThat(orders.covering("bot", "github")).contains(new Freeze("bot", null));
        assertThat(orders.covering("bot2", "github")).isEmpty();
        Orders lifted = take(orders, order(ControlKind.UNFREEZE, "bot", null, NOON), NOON)
                .orders();
        assertThat(lifted.freezes()).isEmpty();
    }

    @Test
    void coversAnAgentAServiceAnAgentAtAServiceAndEverything() {
        assertThat(new Freeze("bot", null).covers("bot", "email")).isTrue();
        assertThat(new Freeze(null, "email").covers("bot", "email")).isTrue();
        assertThat(new Freeze(null, "email").covers("bot", "github")).isFalse();
        assertThat(new Freeze("bot", "email").covers("bot", "github")).isFalse();
        assertThat(new Freeze("bot", "email").covers("ann", "email")).isFalse();
        assertThat(new Freeze(null, null).covers("anybody", "anything")).isTrue();
        assertThat(new Freeze("bot", "email").described()).isEqualTo("agent bot at service email");
        assertThat(new Freeze(null, null).described()).isEqualTo("everything");
    }

    @Test
    void takesAnOrderOnceHoweverOftenItIsPlayedAgain() {
        Control unfreeze = order(ControlKind.UNFREEZE, "bot", null, NOON);
        Orders orders = take(Orders.NONE, unfreeze, NOON).orders();
        orders = take(orders, order(ControlKind.FREEZE, "bot", null, NOON), NOON.plus(SECOND))
                .orders();

        for (Instant at = NOON.plus(SECOND); at.isBefore(NOON.plusSeconds(300)); at = at.plus(SECOND)) {
            Orders.Taken again = take(orders, unfreeze, at);
            assertThat(again.refusal()).as("at %s", at).isEqualTo(Reason.STALE);
            orders = again.orders();
        }

        assertThat(orders.freezes()).containsExactly(new Freeze("bot", null));
        assertThat(orders.fresh()).isEmpty();
    }

    @Test
    void refusesAnOrderThatIsNotFreshInEitherDirection() {
        Control freeze = order(ControlKind.FREEZE, "bot", null, NOON);

        assertThat(take(Orders.NONE, freeze, NOON.plus(Order.FRESHNESS)).counts())
                .isTrue();
        assertThat(take(Orders.NONE, freeze, NOON.minus(Order.FRESHNESS)).counts())
                .isTrue();
        assertThat(take(Orders.NONE, freeze, NOON.plus(Order.FRESHNESS).plusMillis(1)))
                .isEqualTo(new Orders.Taken(
                        Orders.NONE,
                        Reason.STALE,
                        "the order was given 120 s from when it was logged, expected at most 120 s"));
        assertThat(take(Orders.NONE, freeze, NOON.minus(Order.FRESHNESS).minusMillis(1))
                        .refusal())
                .isEqualTo(Reason.STALE);
    }

    @Test
    void refusesNamesThatCanBeNoAgentOrService() {
        for (Control bad : List.of(
                order(ControlKind.FREEZE, "Bot", null, NOON),
                order(ControlKind.FREEZE, null, "git.hub", NOON),
                order(ControlKind.UNFREEZE, "", null, NOON))) {
            Orders.Taken taken = take(Orders.NONE, bad, NOON);
            assertThat(taken.refusal()).as("%s", bad).isEqualTo(Reason.MALFORMED);
            assertThat(taken.orders().freezes()).isEmpty();
        }
    }

    @Test
    void holdsNoMoreFreezesAndNoMoreFreshOrdersThanItsBounds() {
        Orders orders = Orders.NONE;
        Instant at = NOON;
        for (int i = 0; i < Orders.MAX_FREEZES; i++) {
            at = at.plusSeconds(2);
            orders = take(orders, order(ControlKind.FREEZE, "bot" + i, null, at), at)
                    .orders();
        }
        assertThat(take(orders, order(ControlKind.FREEZE, "onemore", null, at), at)
                        .refusal())
                .isEqualTo(Reason.RATE_LIMITED);
        assertThat(take(orders, order(ControlKind.FREEZE, "bot0", null, at), at).counts())
                .as("what is frozen already takes no more room")
                .isTrue();

        Orders busy = Orders.NONE;
        for (int i = 0; i < Orders.MAX_FRESH; i++) {
            busy = take(busy, order(ControlKind.UNFREEZE, "bot" + i, null, NOON), NOON)
                    .orders();
        }
        assertThat(take(busy, order(ControlKind.FREEZE, null, null, NOON), NOON).refusal())
                .isEqualTo(Reason.RATE_LIMITED);
        Instant later = NOON.plus(Order.FRESHNESS).plusMillis(1);
        assertThat(take(busy, order(ControlKind.FREEZE, null, null, later), later)
                        .counts())
                .isTrue();
    }

    /** An agent may cancel as often as it likes, through a gateway: that must not keep anybody from freezing it. */
    @Test
    void leavesRoomToFreezeHoweverManyOtherOrdersCome() {
        Orders busy = Orders.NONE;
        Orders.Taken last = null;
        for (int i = 0; i < Orders.MAX_FRESH; i++) {
            last = take(busy, order(ControlKind.CANCEL, "bot" + i, null, NOON), NOON);
            busy = last.orders();
        }

        assertThat(last.refusal()).isEqualTo(Reason.RATE_LIMITED);
        assertThat(last.told()).contains("at most 100 within 120 s");
        Orders.Taken frozen = take(busy, order(ControlKind.FREEZE, "bot", null, NOON), NOON);
        assertThat(frozen.counts()).isTrue();
        assertThat(take(frozen.orders(), order(ControlKind.UNFREEZE, "bot", null, NOON), NOON)
                        .counts())
                .isTrue();
    }

    @Test
    void letsOperatorsOrderInTheirOwnNameAndGatewaysOnlyCancel() {
        Control freeze = order(ControlKind.FREEZE, "bot", null, NOON);

        assertThat(Orders.objection(freeze, "ann")).isEmpty();
        assertThat(Orders.objection(freeze, "mika")).isPresent();
        assertThat(Orders.objection(freeze, null)).isPresent();
        assertThat(Orders.objection(order(ControlKind.CANCEL, "bot", null, NOON), null))
                .isEmpty();
    }

    @Test
    void agreesWithASetOfWhatIsFrozenOverRandomOrders() {
        long seed = Long.getLong("seks.seed", 20_261_123L);
        System.out.println("seed: " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            Orders orders = Orders.NONE;
            Set<Freeze> frozen = new HashSet<>();
            Instant at = NOON;
            for (int i = 0; i < 60; i++) {
                at = at.plusMillis(500 + random.nextInt(3000));
                Control order = order(
                        random.nextBoolean() ? ControlKind.FREEZE : ControlKind.UNFREEZE,
                        random.nextBoolean() ? null : "bot" + random.nextInt(3),
                        random.nextBoolean() ? null : "service" + random.nextInt(3),
                        at);
                orders = take(orders, order, at).orders();
                Freeze meant = new Freeze(order.getAgent(), order.getService());
                if (order.getKind() == ControlKind.FREEZE) {
                    frozen.add(meant);
                } else {
                    frozen.remove(meant);
                }
                assertThat(orders.freezes()).containsExactlyInAnyOrderElementsOf(frozen);
                assertThat(orders.fresh()).hasSizeLessThanOrEqualTo(Orders.MAX_FRESH);
            }
        }
    }

    private static Orders.Taken take(Orders orders, Control order, Instant at) {
        return orders.take(order, CODECS.control().encode(order), at);
    }

    private static Control order(ControlKind kind, @Nullable String agent, @Nullable String service, Instant at) {
        return Control.newBuilder()
                .setDomain("acme")
                .setKind(kind)
                .setAgent(agent)
                .setService(service)
                .setPerson("ann")
                .setGivenAt(at)
                .build();
    }
}
