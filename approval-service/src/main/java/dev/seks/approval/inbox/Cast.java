// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.inbox;

import dev.seks.schemas.yaml.Faults;
import dev.seks.schemas.yaml.SourceFile;
import dev.seks.schemas.yaml.YamlMapping;
import dev.seks.schemas.yaml.YamlNode;
import dev.seks.schemas.yaml.YamlReader;
import dev.seks.schemas.yaml.YamlScalar;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who is who in one policy: its people, how they sign, and who owns which agent. It reads a policy that the broker has
 * accepted and checks nothing again; what it does not understand is left out, so that nobody is taken for somebody.
 */
public final class Cast {
    private static final Cast EMPTY = new Cast(Map.of(), Map.of(), Map.of(), Map.of(), Map.of());

    private final Map<String, String> names;
    private final Map<String, String> bySlack;
    private final Map<String, String> byEmail;
    private final Map<String, String> emails;
    private final Map<String, String> owners;

    private Cast(
            Map<String, String> names,
            Map<String, String> bySlack,
            Map<String, String> byEmail,
            Map<String, String> emails,
            Map<String, String> owners) {
        this.names = Map.copyOf(names);
        this.bySlack = Map.copyOf(bySlack);
        this.byEmail = Map.copyOf(byEmail);
        this.emails = Map.copyOf(emails);
        this.owners = Map.copyOf(owners);
    }

    /** Nobody. */
    static Cast empty() {
        return EMPTY;
    }

    /** That of a policy file; nobody when it cannot be read. */
    static Cast of(SourceFile policy) {
        Faults faults = new Faults();
        if (!(YamlReader.read(policy, faults) instanceof YamlMapping root) || !faults.isEmpty()) {
            return EMPTY;
        }
        Map<String, String> names = new LinkedHashMap<>();
        Map<String, String> signs = new HashMap<>();
        Map<String, String> byEmail = new HashMap<>();
        Map<String, String> emails = new HashMap<>();
        Map<String, String> owners = new HashMap<>();
        under(root, "people").forEach((id, person) -> {
            names.put(id, text(person, "name").orElse(id));
            // INVARIANT: a Slack user and an address are one person; the broker refuses a policy that says otherwise
            text(person, "slack").ifPresent(sign -> signs.merge(sign, id, (one, other) -> ""));
            text(person, "email").ifPresent(email -> byEmail.merge(folded(email), id, (one, other) -> ""));
            text(person, "email").ifPresent(email -> emails.put(id, email));
        });
        under(root, "agents").forEach((id, agent) -> text(agent, "owner").ifPresent(owner -> owners.put(id, owner)));
        signs.values().removeIf(String::isEmpty);
        byEmail.values().removeIf(String::isEmpty);
        return new Cast(names, signs, byEmail, emails, owners);
    }

    /** The person, by the name that the policy uses, behind a Slack user written as {@code TEAM/USER}. */
    public Optional<String> personOfSlack(String user) {
        return Optional.ofNullable(bySlack.get(user));
    }

    /** The person, by the name that the policy uses, who signs on under this address, in upper or lower case. */
    public Optional<String> personOfEmail(String address) {
        return Optional.ofNullable(byEmail.get(folded(address)));
    }

    /** The mail address of the person, by the name that the policy uses. */
    public Optional<String> emailOf(String person) {
        return Optional.ofNullable(emails.get(person));
    }

    private static String folded(String address) {
        return address.toLowerCase(Locale.ROOT);
    }

    /** The person as other people know them. */
    public String name(String person) {
        return names.getOrDefault(person, person);
    }

    /** The person who owns the agent, by the name that the policy uses. */
    public Optional<String> ownerOf(String agent) {
        return Optional.ofNullable(owners.get(agent));
    }

    private static Map<String, YamlNode> under(YamlMapping root, String key) {
        Map<String, YamlNode> values = new LinkedHashMap<>();
        if (value(root, key) instanceof YamlMapping mapping) {
            mapping.entries().forEach((name, entry) -> values.put(name, entry.value()));
        }
        return values;
    }

    private static Optional<String> text(YamlNode node, String key) {
        return value(node, key) instanceof YamlScalar scalar && !scalar.isNull()
                ? Optional.of(scalar.text())
                : Optional.empty();
    }

    private static @Nullable YamlNode value(YamlNode node, String key) {
        YamlMapping.Entry entry =
                node instanceof YamlMapping mapping ? mapping.entries().get(key) : null;
        return entry == null ? null : entry.value();
    }
}
