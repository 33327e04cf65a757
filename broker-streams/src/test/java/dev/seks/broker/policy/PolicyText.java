// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.schemas.catalogue.ActionCatalogue;
import dev.seks.schemas.yaml.Fault;
import dev.seks.schemas.yaml.SourceFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Policies and catalogues for tests, and the words to read them. */
final class PolicyText {
    private PolicyText() {}

    static String seed() {
        try (InputStream in = PolicyText.class.getResourceAsStream("/seed-policy.yaml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Policy loaded(String text) {
        Policy.Result result = Policy.load(new SourceFile("p.yaml", text));
        assertThat(result).isInstanceOf(Policy.Loaded.class);
        return ((Policy.Loaded) result).policy();
    }

    static List<String> faults(String text) {
        Policy.Result result = Policy.load(new SourceFile("p.yaml", text));
        assertThat(result).isInstanceOf(Policy.Faulty.class);
        return ((Policy.Faulty) result).faults().stream().map(Fault::toString).toList();
    }

    /** An agent {@code a} with these rules for the service {@code s}, as in {@code "allow: [x, y]"}. */
    static String withRules(String... lists) {
        return "version: 1\nagents:\n  a:\n    services:\n      s:\n        " + String.join("\n        ", lists) + "\n";
    }

    /** A catalogue of these services and actions; {@code !} before an action makes its effect credential. */
    static ActionCatalogue catalogue(Map<String, List<String>> services) {
        List<SourceFile> files = services.entrySet().stream()
                .map(e -> new SourceFile(e.getKey() + ".yaml", serviceFile(e.getKey(), e.getValue())))
                .toList();
        ActionCatalogue.Result result = ActionCatalogue.load(files);
        assertThat(result).isInstanceOf(ActionCatalogue.Loaded.class);
        return ((ActionCatalogue.Loaded) result).catalogue();
    }

    private static String serviceFile(String service, List<String> actions) {
        StringBuilder text = new StringBuilder("service: " + service + "\nbase_url: https://s.example\nactions:\n");
        for (String action : actions) {
            boolean credential = action.startsWith("!");
            text.append("  ").append(credential ? action.substring(1) : action).append(": { summary: go, effect: ");
            text.append(credential ? "credential" : "write").append(", http: POST /go }\n");
        }
        return actions.isEmpty() ? text.toString().replace("actions:\n", "actions: {}\n") : text.toString();
    }
}
