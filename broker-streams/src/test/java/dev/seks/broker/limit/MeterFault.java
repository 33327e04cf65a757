// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.limit;

import dev.seks.broker.limit.LimitOutcome.Admitted;
import dev.seks.broker.limit.LimitOutcome.Held;
import dev.seks.broker.oracle.Levels;
import dev.seks.broker.oracle.Levels.Call;
import dev.seks.broker.oracle.Levels.Take;
import dev.seks.broker.oracle.Meter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Ways to get limits wrong, each around the limiter as it is. */
enum MeterFault {
    WINDOW_ONE_BUCKET_SHORT(() -> new OtherWindow(59)),
    WINDOW_ONE_BUCKET_LONG(() -> new OtherWindow(61)),
    ONE_MORE_THAN_THE_MAXIMUM(() -> new OtherMaximum(1)),
    ONE_LESS_THAN_THE_MAXIMUM(() -> new OtherMaximum(-1)),
    HELD_IS_COUNTED(() -> new LimiterMeter() {
        @Override
        void keep(List<String> owners, List<Account> asked, LimitOutcome outcome, long nowMs) {
            for (int i = 0; i < owners.size(); i++) {
                books.put(owners.get(i), counted(asked.get(i), nowMs));
            }
        }
    }),
    HELD_IS_COUNTED_WHERE_THERE_WAS_ROOM(() -> new LimiterMeter() {
        @Override
        void keep(List<String> owners, List<Account> asked, LimitOutcome outcome, long nowMs) {
            for (int i = 0; i < owners.size(); i++) {
                if (Limiter.check(List.of(asked.get(i)), nowMs) instanceof Admitted) {
                    books.put(owners.get(i), counted(asked.get(i), nowMs));
                }
            }
        }
    }),
    ADMITTED_IS_COUNTED_FOR_ONE_OWNER_ONLY(() -> new LimiterMeter() {
        @Override
        void keep(List<String> owners, List<Account> asked, LimitOutcome outcome, long nowMs) {
            super.keep(owners.stream().limit(1).toList(), asked, outcome, nowMs);
        }
    }),
    ONE_LIMIT_OF_EACH_OWNER_IS_CHECKED(() -> new LimiterMeter() {
        @Override
        LimitOutcome check(List<Account> accounts, long nowMs) {
            List<Account> one = accounts.stream()
                    .map(account ->
                            new Account(account.book(), account.charges().subList(0, 1)))
                    .toList();
            if (Limiter.check(one, nowMs) instanceof Admitted && Limiter.check(accounts, nowMs) instanceof Held held) {
                return new Admitted(
                        held.looks(),
                        accounts.stream().map(a -> counted(a, nowMs)).toList());
            }
            return Limiter.check(accounts, nowMs);
        }
    }),
    LEVELS_ARE_CONSUMED_ONE_BY_ONE(() -> new LimiterMeter() {
        @Override
        void keep(List<String> owners, List<Account> asked, LimitOutcome outcome, long nowMs) {
            boolean room = true;
            for (int i = 0; i < owners.size(); i++) {
                room &= Limiter.check(List.of(asked.get(i)), nowMs) instanceof Admitted;
                if (room) {
                    books.put(owners.get(i), counted(asked.get(i), nowMs));
                }
            }
        }
    }),
    EVERYTHING_WEIGHS_ONE(() -> new LimiterMeter() {
        @Override
        Charge charge(Take take, Call call) {
            return new Charge(super.charge(take, call).limit(), 1);
        }

        @Override
        Seen seen(Look look) {
            long weight = look.name().contains("budgets") ? 250_000 : 1;
            return new Seen(look.name(), look.used(), look.max(), look.windowMs(), weight);
        }
    }),
    HISTORY_IS_LOST_WITH_NEW_LIMITS(() -> new LimiterMeter() {
        @Override
        public void limits(Levels changed) {
            super.limits(changed);
            books.clear();
        }
    }),
    NEW_MAXIMUM_IS_NOT_TAKEN(() -> new LimiterMeter() {
        private final Map<String, Long> first = new HashMap<>();
        private final Map<String, Long> told = new HashMap<>();

        @Override
        Charge charge(Take take, Call call) {
            told.put(take.name(), take.max());
            long max = first.computeIfAbsent(take.name(), n -> take.max());
            return new Charge(new Limit(take.name(), take.key(), max, take.windowMs()), take.weight());
        }

        @Override
        Seen seen(Look look) {
            return new Seen(look.name(), look.used(), told.get(look.name()), look.windowMs(), look.weight());
        }
    }),
    HISTORY_IS_LOST_AT_A_RESTART(() -> new LimiterMeter() {
        @Override
        public void restart() {
            books.clear();
        }
    }),
    RESTART_FORGETS_THE_DOMAIN(() -> new LimiterMeter() {
        @Override
        public void restart() {
            super.restart();
            books.remove("global");
        }
    }),
    AGENTS_SHARE_ONE_WINDOW(() -> new LimiterMeter() {
        @Override
        public Reply ask(Call call, long nowMs) {
            books.keySet().stream()
                    .filter(owner -> owner.equals("agent/b"))
                    .toList()
                    .forEach(owner -> books.put("agent/a", books.get(owner)));
            return super.ask(call, nowMs);
        }
    }),
    SERVICES_COUNT_EACH_AGENT_BY_ITSELF(() -> new LimiterMeter() {
        @Override
        Charge charge(Take take, Call call) {
            String key = take.key().startsWith("service/") ? take.key() + "/" + call.agent() : take.key();
            return new Charge(new Limit(take.name(), key, take.max(), take.windowMs()), take.weight());
        }
    }),
    WAIT_IS_A_MOMENT_SHORT(() -> new OtherWait(-1)),
    WAIT_IS_A_BUCKET_LONG(() -> new OtherWait(1_000)),
    WAIT_IS_FOR_THE_FIRST_LIMIT_ONLY(() -> new LimiterMeter() {
        @Override
        LimitOutcome check(List<Account> accounts, long nowMs) {
            LimitOutcome right = super.check(accounts, nowMs);
            for (Account account : accounts) {
                for (Charge charge : account.charges()) {
                    Account alone = new Account(account.book(), List.of(charge));
                    if (right instanceof Held held && Limiter.check(List.of(alone), nowMs) instanceof Held one) {
                        return new Held(held.looks(), held.first(), one.retryAfterMs());
                    }
                }
            }
            return right;
        }
    }),
    USED_IS_TOLD_WITH_THE_REQUEST(() -> new LimiterMeter() {
        @Override
        Seen seen(Look look) {
            return new Seen(look.name(), look.used() + look.weight(), look.max(), look.windowMs(), look.weight());
        }
    }),
    ONLY_THE_FIRST_LIMIT_IS_TOLD(() -> new LimiterMeter() {
        @Override
        public Reply ask(Call call, long nowMs) {
            Reply right = super.ask(call, nowMs);
            List<Seen> first = right.seen().stream().limit(1).toList();
            return new Reply(right.admitted(), right.retryAfterMs(), right.first(), first);
        }
    }),
    ANOTHER_LIMIT_IS_BLAMED(() -> new LimiterMeter() {
        @Override
        public Reply ask(Call call, long nowMs) {
            Reply right = super.ask(call, nowMs);
            List<Seen> seen = right.seen();
            String last = right.admitted() ? "" : seen.get(seen.size() - 1).name();
            return new Reply(right.admitted(), right.retryAfterMs(), last, seen);
        }
    });

    private final Supplier<Meter> meter;

    MeterFault(Supplier<Meter> meter) {
        this.meter = meter;
    }

    Meter meter() {
        return meter.get();
    }

    private static Book counted(Account account, long nowMs) {
        return account.book()
                .plus(account.charges(), Math.max(nowMs, account.book().timeMs()));
    }

    /** Windows of so many sixtieths, told as if they were right. */
    private static final class OtherWindow extends LimiterMeter {
        private final int sixtieths;
        private final Map<String, Long> told = new HashMap<>();

        OtherWindow(int sixtieths) {
            this.sixtieths = sixtieths;
        }

        @Override
        Charge charge(Take take, Call call) {
            told.put(take.name(), take.windowMs());
            long otherMs = take.windowMs() * sixtieths / 60 / 60 * 60;
            return new Charge(new Limit(take.name(), take.key(), take.max(), otherMs), take.weight());
        }

        @Override
        Seen seen(Look look) {
            return new Seen(look.name(), look.used(), look.max(), told.get(look.name()), look.weight());
        }
    }

    /** Another maximum, told as if it were right. */
    private static final class OtherMaximum extends LimiterMeter {
        private final int more;

        OtherMaximum(int more) {
            this.more = more;
        }

        @Override
        Charge charge(Take take, Call call) {
            return new Charge(new Limit(take.name(), take.key(), take.max() + more, take.windowMs()), take.weight());
        }

        @Override
        Seen seen(Look look) {
            return new Seen(look.name(), look.used(), look.max() - more, look.windowMs(), look.weight());
        }
    }

    /** A wait that is told wrongly. */
    private static final class OtherWait extends LimiterMeter {
        private final long moreMs;

        OtherWait(long moreMs) {
            this.moreMs = moreMs;
        }

        @Override
        public Reply ask(Call call, long nowMs) {
            Reply right = super.ask(call, nowMs);
            boolean waits = !right.admitted() && right.retryAfterMs() != NEVER;
            long other = waits ? right.retryAfterMs() + moreMs : right.retryAfterMs();
            return new Reply(right.admitted(), other, right.first(), right.seen());
        }
    }
}
