// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.catalogue;

import dev.seks.schemas.yaml.Faults;
import dev.seks.schemas.yaml.YamlFields;
import dev.seks.schemas.yaml.YamlMapping;
import dev.seks.schemas.yaml.YamlNode;
import dev.seks.schemas.yaml.YamlScalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads to what an action narrows the credential of its service. */
final class ScopeLoader {
    static final int MAX_REPOSITORIES = 10;
    static final int MAX_PERMISSIONS = 32;

    private static final String ALL = "all";
    private static final Set<String> LEVELS = Set.of("read", "write", "admin");

    private final TemplateLoader templates;
    private final Faults faults;

    ScopeLoader(TemplateLoader templates, Faults faults) {
        this.templates = templates;
        this.faults = faults;
    }

    Optional<TokenScope.Declared> scope(YamlNode node, TemplateLoader.Declared params) {
        int before = faults.count();
        Optional<YamlFields> read =
                YamlFields.of(node, "an action's credential", Set.of("repositories", "permissions"), faults);
        if (read.isEmpty()) {
            return Optional.empty();
        }
        YamlFields fields = read.get();
        List<Template> repositories = repositories(fields, params);
        SortedMap<String, String> permissions = permissions(fields);
        return faults.count() == before
                ? Optional.of(new TokenScope.Declared(repositories, permissions))
                : Optional.empty();
    }

    private List<Template> repositories(YamlFields fields, TemplateLoader.Declared params) {
        Optional<YamlNode> node = fields.required("repositories");
        if (node.isEmpty()
                || (node.get() instanceof YamlScalar word && word.text().equals(ALL))) {
            return List.of();
        }
        List<Template> repositories = new ArrayList<>();
        List<YamlScalar> texts = fields.texts("repositories");
        if (texts.isEmpty() || texts.size() > MAX_REPOSITORIES) {
            faults.add(
                    node.get(),
                    "repositories, expected 1 to " + MAX_REPOSITORIES + " names such as \"{repo}\", or the word "
                            + ALL);
        }
        for (YamlScalar text : texts) {
            templates
                    .parse(text, text.text())
                    .filter(template -> templates.allDeclared(text, template, params) && isName(text, template))
                    .ifPresent(repositories::add);
        }
        return repositories;
    }

    /** One placeholder or one name: joined from pieces, two calls could name the same repository in two ways. */
    private boolean isName(YamlScalar at, Template template) {
        boolean fits = template.parts().size() == 1
                && (template.parts().get(0) instanceof Template.Placeholder
                        || template.text().matches("[A-Za-z0-9._-]{1,100}"));
        if (!fits) {
            faults.add(at, "repository " + at.described() + ", expected one parameter or one name, without an owner");
        }
        return fits;
    }

    private SortedMap<String, String> permissions(YamlFields fields) {
        SortedMap<String, String> permissions = new TreeMap<>();
        fields.required("permissions");
        Map<String, YamlMapping.Entry> entries = fields.entries("permissions");
        if (fields.has("permissions") && (entries.isEmpty() || entries.size() > MAX_PERMISSIONS)) {
            faults.add(
                    fields.any("permissions").orElseThrow(),
                    entries.size() + " permissions, expected 1 to " + MAX_PERMISSIONS + ", such as contents: read");
        }
        entries.forEach((name, entry) -> {
            boolean isLevel = entry.value() instanceof YamlScalar level && LEVELS.contains(level.text());
            if (!name.matches("[a-z][a-z_]{0,63}") || !isLevel) {
                faults.add(
                        entry.key(),
                        "permission " + entry.key().described() + ": "
                                + entry.value().described()
                                + ", expected a name of a-z and _ with read, write or admin");
            } else {
                permissions.put(name, ((YamlScalar) entry.value()).text());
            }
        });
        return permissions;
    }
}
