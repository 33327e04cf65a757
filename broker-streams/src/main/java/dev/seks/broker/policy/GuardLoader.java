// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import dev.seks.broker.condition.Condition;
import dev.seks.broker.condition.Hours;
import dev.seks.schemas.yaml.Faults;
import dev.seks.schemas.yaml.YamlNode;
import dev.seks.schemas.yaml.YamlScalar;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads conditions and hours of rules; equal texts are read once. */
final class GuardLoader {
    private final Faults faults;
    private final Map<String, Condition.Result> conditions = new HashMap<>();

    GuardLoader(Faults faults) {
        this.faults = faults;
    }

    /** What the rule says beside its names; null if nothing. */
    @Nullable
    Guard guard(Fields rule) {
        Guard.@Nullable When when = rule.scalar("when").flatMap(this::when).orElse(null);
        @Nullable Hours during = rule.any("during").flatMap(this::hours).orElse(null);
        return when == null && during == null ? null : new Guard(when, during);
    }

    private Optional<Guard.When> when(YamlScalar text) {
        Condition.Result read = conditions.get(text.text());
        if (read == null) {
            if (conditions.size() == Language.MAX_CONDITIONS) {
                faults.add(text, "more than " + Language.MAX_CONDITIONS + " different conditions in one policy");
                return Optional.empty();
            }
            read = Condition.read(text.text());
            conditions.put(text.text(), read);
        }
        if (read instanceof Condition.Faulty faulty) {
            faulty.flaws().forEach(flaw -> faults.add(text, "when, " + flaw.message()));
            return Optional.empty();
        }
        return Optional.of(new Guard.When(((Condition.Read) read).condition(), text.line(), text.column()));
    }

    private Optional<Hours> hours(YamlNode node) {
        Fields fields = Fields.of(node);
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        fields.scalars("days").forEach(day -> days.add(Grammar.day(day.text())));
        return fields.scalar("zone")
                .flatMap(this::zone)
                .map(zone -> new Hours(
                        fields.has("days") ? days : EnumSet.allOf(DayOfWeek.class),
                        fields.text("from").map(LocalTime::parse).orElse(LocalTime.MIDNIGHT),
                        fields.text("to").map(LocalTime::parse).orElse(LocalTime.MIDNIGHT),
                        zone));
    }

    private Optional<ZoneId> zone(YamlScalar name) {
        Set<String> known = ZoneId.getAvailableZoneIds();
        if (!known.contains(name.text())) {
            faults.add(
                    name,
                    "unknown zone " + name.described() + faults.didYouMean(name.text(), known)
                            + ", expected one such as UTC or Europe/Berlin");
            return Optional.empty();
        }
        return Optional.of(ZoneId.of(name.text()));
    }
}
