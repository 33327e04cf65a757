// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import dev.seks.schemas.yaml.Faults;
import dev.seks.schemas.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads rate limits and budgets. */
final class LimitLoader {
    private static final String RATE_LIMITS = "rate_limits";
    private static final String BUDGETS = "budgets";

    private LimitLoader() {}

    /** The limits of the file's root. */
    static Limits limits(Fields policy, Faults faults) {
        return new Limits(
                level(policy, "global"),
                level(policy, "per_agent"),
                keyed(policy, "per_service", faults),
                keyed(policy, "per_action", faults));
    }

    /** The limits and budgets of one agent, by rising window, limits first. */
    static List<Limit> own(String path, Fields agent) {
        List<Limit> limits = new ArrayList<>();
        agent.any(RATE_LIMITS).ifPresent(node -> add(limits, path + "." + RATE_LIMITS, node));
        agent.any(BUDGETS).ifPresent(node -> add(limits, path + "." + BUDGETS, node));
        return limits;
    }

    private static List<Limit> level(Fields policy, String level) {
        List<Limit> limits = new ArrayList<>();
        for (String kind : List.of(RATE_LIMITS, BUDGETS)) {
            policy.fields(kind).any(level).ifPresent(node -> add(limits, kind + "." + level, node));
        }
        return limits;
    }

    private static List<Limits.Keyed> keyed(Fields policy, String level, Faults faults) {
        List<Limits.Keyed> all = new ArrayList<>();
        for (String kind : List.of(RATE_LIMITS, BUDGETS)) {
            policy.fields(kind).fields(level).entries().entrySet().stream()
                    .filter(entry -> entry.getKey().indexOf('*') >= 0)
                    .skip(Language.MAX_LIMIT_PATTERNS)
                    .findFirst()
                    .ifPresent(entry -> faults.add(
                            entry.getValue().key(),
                            "more than " + Language.MAX_LIMIT_PATTERNS + " patterns in " + kind + "." + level));
            policy.fields(kind).fields(level).entries().forEach((key, entry) -> {
                List<Limit> limits = new ArrayList<>();
                add(limits, kind + "." + level + "." + key, entry.value());
                all.add(new Limits.Keyed(ActionPattern.ofName(key), limits));
            });
        }
        return all;
    }

    private static void add(List<Limit> limits, String path, YamlNode windows) {
        Fields fields = Fields.of(windows);
        for (Period period : Period.values()) {
            add(limits, path, fields, period, Unit.REQUESTS);
            add(limits, path, fields, period, Unit.MICRO_USD);
        }
    }

    private static void add(List<Limit> limits, String path, Fields fields, Period period, Unit unit) {
        String key = switch (unit) {
            case REQUESTS -> period.key();
            case MICRO_USD -> period.moneyKey();
        };
        Optional<YamlNode> at = fields.any(key);
        if (at.isPresent()) {
            String text = fields.text(key).orElseThrow();
            long max = switch (unit) {
                case REQUESTS -> Long.parseLong(text);
                case MICRO_USD -> FormReader.microUsd(text).orElseThrow();
            };
            limits.add(new Limit(
                    path + "." + key,
                    unit,
                    period,
                    max,
                    at.get().file(),
                    at.get().line(),
                    at.get().column()));
        }
    }
}
