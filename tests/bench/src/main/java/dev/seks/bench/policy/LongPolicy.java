// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.policy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A policy of {@value #LINES} lines as a person would write it, with the catalogue that it is about: a rule a line, in roles
 * that agents extend. There is nothing to remark on it.
 */
final class LongPolicy {
    static final int LINES = 10_000;

    /** One rule in so many has a condition, where there are any. */
    static final int CONDITION_EVERY = 20;

    private static final int ROLES = 80;
    private static final int SERVICES = 10;
    private static final int THINGS = 20;
    private static final int LINES_OF_AGENT = 2;

    private final StringBuilder text = new StringBuilder();
    private final boolean conditions;
    private int lines;
    private int rules;
    private int agents;

    private LongPolicy(boolean conditions) {
        this.conditions = conditions;
    }

    /** Writes policy and catalogue into the folder, and gives the path of the policy. */
    static Path write(Path folder, boolean conditions) throws IOException {
        Path catalogue = Files.createDirectories(folder.resolve("catalogue"));
        for (int service = 0; service < SERVICES; service++) {
            Files.writeString(catalogue.resolve("service" + service + ".yaml"), catalogue(service));
        }
        return Files.writeString(folder.resolve("seks-policy.yaml"), new LongPolicy(conditions).policy());
    }

    private String policy() {
        line("version: 1");
        line("roles:");
        for (int role = 0; role < ROLES; role++) {
            line("  role" + role + ":");
            line("    services:");
            for (int service = 0; service < SERVICES; service++) {
                service(role, service);
            }
        }
        line("agents:");
        while (lines + LINES_OF_AGENT <= LINES) {
            line("  agent" + agents + ":");
            line("    extends: [role" + agents % ROLES + ", role" + (agents + 1) % ROLES + "]");
            agents++;
        }
        while (lines < LINES) {
            line("# the end");
        }
        return text.toString();
    }

    private void service(int role, int service) {
        line("      service" + service + ":");
        line("        allow:");
        rule("thing" + role % THINGS + ".*");
        for (int next = 1; next <= 4; next++) {
            rule("thing" + (role + next) % THINGS + (next % 2 == 0 ? ".get" : ".list"));
        }
        line("        deny:");
        rule("thing" + role % THINGS + ".delete");
        rule("thing" + (role + 1) % THINGS + ".delete");
    }

    private void rule(String pattern) {
        rules++;
        line(
                conditions && rules % CONDITION_EVERY == 0
                        ? "          - { action: \"" + pattern + "\", when: 'params.owner == \"team" + rules
                                + "\" && params.name.startsWith(\"web-\")' }"
                        : "          - \"" + pattern + '"');
    }

    private void line(String line) {
        text.append(line).append('\n');
        lines++;
    }

    private static String catalogue(int service) {
        StringBuilder text =
                new StringBuilder("service: service" + service + "\nbase_url: https://s.example\nactions:\n");
        for (int thing = 0; thing < THINGS; thing++) {
            action(text, thing, "get", "read", "GET");
            action(text, thing, "list", "read", "GET");
            action(text, thing, "delete", "delete", "DELETE");
        }
        return text.toString();
    }

    private static void action(StringBuilder text, int thing, String word, String effect, String method) {
        text.append("  thing" + thing + '.' + word + ":\n");
        text.append("    summary: \"" + word + " {owner}/{name}\"\n");
        text.append("    effect: " + effect + "\n");
        text.append("    http: " + method + " /" + word + "/{owner}/{name}\n");
        text.append(
                "    params: { owner: { type: string, required: true }, name: { type: string, required: true } }\n");
    }
}
