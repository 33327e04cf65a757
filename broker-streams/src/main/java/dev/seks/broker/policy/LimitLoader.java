// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import dev.seks.schemas.catalogue.Names;
import dev.seks.schemas.yaml.Faults;
import dev.seks.schemas.yaml.YamlFields;
import dev.seks.schemas.yaml.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads rate limits. */
final class LimitLoader {
    /** The largest limit; more is no limit. */
    static final long MAX_REQUESTS = 1_000_000_000;

    private static final Set<String> KEYS = Set.of("global", "per_agent", "per_service");

    private final Faults faults;

    LimitLoader(Faults faults) {
        this.faults = faults;
    }

    RateLimits rateLimits(YamlNode node) {
        Optional<YamlFields> read = YamlFields.of(node, "rate_limits", KEYS, faults);
        if (read.isEmpty()) {
            return RateLimits.NONE;
        }
        YamlFields fields = read.get();
        Map<String, List<Limit>> perService = new LinkedHashMap<>();
        fields.entries("per_service").forEach((service, entry) -> {
            if (!Names.isService(service)) {
                faults.add(entry.key(), "service " + entry.key().described() + ", expected the name of a service");
            }
            perService.put(service, limits("rate_limits.per_service." + service, entry.value()));
        });
        return new RateLimits(level("global", fields), level("per_agent", fields), perService);
    }

    private List<Limit> level(String key, YamlFields fields) {
        return fields.any(key).map(node -> limits("rate_limits." + key, node)).orElse(List.of());
    }

    /** The limits of one mapping, by rising window. */
    List<Limit> limits(String path, YamlNode node) {
        Optional<YamlFields> fields = YamlFields.of(node, path, Period.keys(), faults);
        List<Limit> limits = new ArrayList<>();
        for (Period period : Period.values()) {
            String key = period.key();
            Optional<Long> max = fields.flatMap(f -> f.integer(key, 0, MAX_REQUESTS));
            if (max.isPresent()) {
                YamlNode at = fields.get().any(key).orElseThrow();
                limits.add(new Limit(path + "." + key, period, max.get(), at.file(), at.line(), at.column()));
            }
        }
        return limits;
    }
}
