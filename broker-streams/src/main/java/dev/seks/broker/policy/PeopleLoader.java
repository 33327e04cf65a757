// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import dev.seks.schemas.yaml.Faults;
import dev.seks.schemas.yaml.YamlNode;
import dev.seks.schemas.yaml.YamlScalar;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads people and groups. Two people never share a sign: who pressed a button must be one person. */
final class PeopleLoader {
    private final Faults faults;
    private final Map<String, String> signs = new HashMap<>();
    private final Set<String> used = new HashSet<>();

    PeopleLoader(Faults faults) {
        this.faults = faults;
    }

    Map<String, Person> people(Fields policy) {
        Map<String, Person> people = new LinkedHashMap<>();
        policy.fields("people").entries().forEach((id, entry) -> {
            Fields fields = Fields.of(entry.value());
            fields.scalar("slack").ifPresent(slack -> claim(id, slack, slack.text()));
            fields.scalar("email")
                    .ifPresent(email -> claim(id, email, email.text().toLowerCase(Locale.ROOT)));
            people.put(id, new Person(id, fields.text("name").orElse(id), fields.text("slack"), fields.text("email")));
        });
        return people;
    }

    Map<String, List<String>> groups(Fields policy, Set<String> people) {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        policy.fields("groups").entries().forEach((name, entry) -> {
            if (name.equals(Defaults.OPERATORS)) {
                faults.add(entry.key(), "group operators is reserved, expected another name");
            }
            Fields group = new Fields(Map.of(name, entry));
            Set<String> members = new LinkedHashSet<>();
            for (YamlScalar member : group.scalars(name)) {
                if (isKnown(member, people) && !members.add(member.text())) {
                    faults.add(member, "person " + member.described() + " twice in group " + name);
                }
            }
            groups.put(name, List.copyOf(members));
        });
        return groups;
    }

    /** The owner that an agent names. */
    Optional<String> owner(Fields agent, Set<String> people) {
        return agent.scalar("owner").filter(owner -> isKnown(owner, people)).map(YamlScalar::text);
    }

    /** The people who are in a group or own an agent. */
    Set<String> used() {
        return used;
    }

    private boolean isKnown(YamlScalar person, Set<String> people) {
        if (people.contains(person.text())) {
            used.add(person.text());
            return true;
        }
        faults.add(
                person,
                "unknown person " + person.described() + faults.didYouMean(person.text(), people)
                        + ", expected one of people");
        return false;
    }

    private void claim(String id, YamlNode at, String sign) {
        String other = signs.putIfAbsent(sign, id);
        if (other != null) {
            faults.add(at, at.described() + " is " + other + ", expected no one else");
        }
    }
}
