// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.trust;

import dev.seks.schemas.catalogue.Names;
import dev.seks.schemas.signature.Ed25519PublicKey;
import dev.seks.schemas.yaml.Faults;
import dev.seks.schemas.yaml.SourceFile;
import dev.seks.schemas.yaml.YamlFields;
import dev.seks.schemas.yaml.YamlMapping;
import dev.seks.schemas.yaml.YamlNode;
import dev.seks.schemas.yaml.YamlReader;
import dev.seks.schemas.yaml.YamlScalar;
import dev.seks.schemas.yaml.YamlSequence;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a file of trust roots, or lists everything that is wrong with it. */
final class TrustLoader {
    static final int MAX_DOMAINS = 10_000;
    static final int MAX_KEYS = 100;

    private static final Set<String> ROLES = Set.of("publishers", "operators", "approval_service", "gateways");

    private final Faults faults = new Faults();

    TrustRoots.Result load(SourceFile file) {
        YamlNode root = YamlReader.read(file, faults);
        Map<String, DomainTrust> domains = new LinkedHashMap<>();
        if (root != null) {
            YamlFields.of(root, "trust roots", Set.of("version", "domains"), faults)
                    .ifPresent(fields -> domains(fields, domains));
        }
        return faults.isEmpty()
                ? new TrustRoots.Loaded(new TrustRoots(domains))
                : new TrustRoots.Faulty(faults.sorted());
    }

    private void domains(YamlFields fields, Map<String, DomainTrust> domains) {
        fields.required("version");
        fields.integer("version", 1, 1);
        fields.required("domains");
        Map<String, YamlMapping.Entry> entries = fields.entries("domains");
        if (entries.size() > MAX_DOMAINS) {
            faults.add(fields.node(), entries.size() + " domains, expected at most " + MAX_DOMAINS);
            return;
        }
        entries.forEach((name, entry) -> {
            if (!name.equals(TrustRoots.ANY) && !Names.isDomain(name)) {
                faults.add(entry.key(), "domain " + entry.key().described() + ", expected a lower-case name or \"*\"");
            }
            YamlFields.of(entry.value(), "domain " + name, ROLES, faults)
                    .ifPresent(roles -> domains.put(
                            name,
                            new DomainTrust(
                                    people(roles, "publishers"),
                                    people(roles, "operators"),
                                    service(roles, "approval_service"),
                                    service(roles, "gateways"))));
        });
    }

    private KeyRing people(YamlFields roles, String role) {
        List<TrustedKey> keys = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        roles.entries(role).forEach((person, entry) -> {
            if (!Names.isPerson(person)) {
                faults.add(entry.key(), "person " + entry.key().described() + ", expected a lower-case name");
            }
            if (entry.value() instanceof YamlSequence list) {
                list.items().forEach(item -> key(person, item, seen).ifPresent(keys::add));
            } else {
                faults.add(entry.value(), person + " is " + entry.value().described() + ", expected a list of keys");
            }
        });
        return ring(roles, role, keys);
    }

    private KeyRing service(YamlFields roles, String role) {
        List<TrustedKey> keys = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        roles.items(role).forEach(item -> key(role, item, seen).ifPresent(keys::add));
        return ring(roles, role, keys);
    }

    private KeyRing ring(YamlFields roles, String role, List<TrustedKey> keys) {
        if (keys.size() > MAX_KEYS) {
            faults.add(roles.node(), keys.size() + " keys of " + role + ", expected at most " + MAX_KEYS);
            return KeyRing.EMPTY;
        }
        return KeyRing.of(keys);
    }

    /** A key is written as its text, or as {@code {key: TEXT, until: TIME}}. */
    private Optional<TrustedKey> key(String owner, YamlNode item, Set<String> seen) {
        if (item instanceof YamlScalar text) {
            return publicKey(text, seen).map(key -> new TrustedKey(owner, key, null));
        }
        return YamlFields.of(item, "a key", Set.of("key", "until"), faults).flatMap(fields -> {
            Optional<Ed25519PublicKey> key = fields.requiredText("key").flatMap(text -> publicKey(text, seen));
            Optional<Instant> until = fields.requiredText("until").flatMap(this::time);
            return key.flatMap(k -> until.map(end -> new TrustedKey(owner, k, end)));
        });
    }

    private Optional<Ed25519PublicKey> publicKey(YamlScalar text, Set<String> seen) {
        Optional<Ed25519PublicKey> key = Ed25519PublicKey.parse(text.text());
        if (key.isEmpty()) {
            faults.add(text, "key " + text.described() + ", expected ed25519: and a public key in Base64");
        } else if (!seen.add(text.text())) {
            faults.add(text, "the key is listed before, expected each key once for one owner");
            return Optional.empty();
        }
        return key;
    }

    private Optional<Instant> time(YamlScalar text) {
        try {
            return Optional.of(Instant.parse(text.text()));
        } catch (DateTimeException e) {
            faults.add(text, "until is " + text.described() + ", expected a time such as \"2026-01-05T12:00:00Z\"");
            return Optional.empty();
        }
    }
}
