// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.catalogue;

import dev.seks.schemas.yaml.Faults;
import dev.seks.schemas.yaml.SourceFile;
import dev.seks.schemas.yaml.YamlFields;
import dev.seks.schemas.yaml.YamlMapping;
import dev.seks.schemas.yaml.YamlNode;
import dev.seks.schemas.yaml.YamlReader;
import dev.seks.schemas.yaml.YamlScalar;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads catalogue files into definitions, or into the full list of what is wrong with them. */
final class CatalogueLoader {
    static final int MAX_SERVICES = 256;
    static final int MAX_ACTIONS = 1_000;

    static final Set<String> SERVICE_KEYS = Set.of(
            "service",
            "base_url",
            "allow_private",
            "credential",
            "headers",
            "root",
            "database",
            "smtp",
            "limits",
            "actions");

    private final Faults faults = new Faults();

    ActionCatalogue.Result load(List<SourceFile> files) {
        Map<String, ServiceDefinition> services = new LinkedHashMap<>();
        Map<String, String> firstFiles = new LinkedHashMap<>();
        for (SourceFile file : files) {
            YamlNode root = YamlReader.read(file, faults);
            if (root != null) {
                service(root).ifPresent(s -> {
                    String first = firstFiles.putIfAbsent(s.service(), file.path());
                    if (first != null) {
                        faults.add(root, "service " + s.service() + " is already defined in " + first);
                    }
                    services.putIfAbsent(s.service(), s);
                });
            }
        }
        if (services.size() > MAX_SERVICES) {
            faults.add(files.get(0).path(), 1, 1, services.size() + " services, expected at most " + MAX_SERVICES);
        }
        return faults.isEmpty()
                ? new ActionCatalogue.Loaded(new ActionCatalogue(services))
                : new ActionCatalogue.Faulty(faults.sorted());
    }

    private Optional<ServiceDefinition> service(YamlNode root) {
        Optional<YamlFields> read = YamlFields.of(root, "a catalogue file", SERVICE_KEYS, faults);
        if (read.isEmpty()) {
            return Optional.empty();
        }
        YamlFields fields = read.get();
        Optional<YamlScalar> name = fields.requiredText("service").filter(this::isServiceName);
        boolean allowPrivate = fields.flag("allow_private").orElse(false);
        ServiceParts parts = parts(fields, allowPrivate);
        Map<String, ActionDefinition> actions =
                actions(fields, name.map(YamlScalar::text).orElse("?"), parts);
        return name.map(n -> new ServiceDefinition(
                n.text(),
                parts.baseUrl(),
                allowPrivate,
                parts.credential(),
                parts.root(),
                parts.database(),
                parts.mail(),
                parts.limits(),
                actions));
    }

    private ServiceParts parts(YamlFields fields, boolean allowPrivate) {
        Credential credential = fields.any("credential")
                .flatMap(node -> new CredentialLoader(faults).credential(node))
                .orElse(null);
        HeadersLoader headers = new HeadersLoader(faults);
        Map<String, String> fixed = fields.any("headers").map(headers::headers).orElse(Map.of());
        fields.any("headers").ifPresent(at -> headers.requireApart(at, fixed.keySet(), credential));
        return new ServiceParts(
                fields.node().entries().keySet(),
                fields.text("base_url")
                        .flatMap(text -> baseUrl(text, allowPrivate))
                        .orElse(null),
                allowPrivate,
                credential,
                fields.text("root").flatMap(this::root).orElse(null),
                fields.any("database")
                        .flatMap(node -> new DatabaseLoader(faults, allowPrivate).database(node))
                        .orElse(null),
                fields.any("smtp")
                        .flatMap(node -> new MailServerLoader(faults, allowPrivate).server(node))
                        .orElse(null),
                fields.any("limits")
                        .map(node -> new LimitsLoader(faults).limits(node))
                        .orElse(Limits.NONE),
                fixed);
    }

    private boolean isServiceName(YamlScalar name) {
        if (Names.isService(name.text())) {
            return true;
        }
        faults.add(name, "service " + name.described() + ", expected a-z, 0-9, _ and -, a letter first, at most 64");
        return false;
    }

    private Map<String, ActionDefinition> actions(YamlFields fields, String service, ServiceParts parts) {
        fields.required("actions");
        Map<String, YamlMapping.Entry> entries = fields.entries("actions");
        if (entries.size() > MAX_ACTIONS) {
            faults.add(fields.node(), entries.size() + " actions, expected at most " + MAX_ACTIONS);
            return Map.of();
        }
        Map<String, ActionDefinition> actions = new LinkedHashMap<>();
        ActionLoader loader = new ActionLoader(service, parts, faults);
        entries.forEach((name, entry) -> {
            if (!Names.isAction(name)) {
                faults.add(
                        entry.key(),
                        "action " + entry.key().described()
                                + ", expected words of a-z, 0-9, _ and - joined by dots, at most 128 characters");
            }
            loader.action(name, entry.value()).ifPresent(action -> actions.put(name, action));
        });
        return actions;
    }

    private Optional<URI> baseUrl(YamlScalar text, boolean allowPrivate) {
        try {
            URI url = new URI(text.text());
            boolean secure = "https".equals(url.getScheme()) || (allowPrivate && "http".equals(url.getScheme()));
            boolean bare = url.getHost() != null
                    && url.getRawUserInfo() == null
                    && url.getRawQuery() == null
                    && url.getRawFragment() == null;
            String path = url.getRawPath() == null ? "" : url.getRawPath();
            if (secure && bare && !path.endsWith("/") && !path.contains("..") && !path.contains("//")) {
                return Optional.of(url);
            }
        } catch (URISyntaxException e) {
            // told below, together with everything else that is no base URL
        }
        faults.add(
                text,
                "base_url " + text.described() + ", expected https://host, with a port or path but no"
                        + " user, query or slash at the end; http:// only with allow_private: true");
        return Optional.empty();
    }

    private Optional<String> root(YamlScalar text) {
        String path = text.text();
        boolean climbs = List.of(path.split("/", -1)).contains("..");
        if (path.isEmpty() || path.length() > Template.MAX_LENGTH || climbs || path.indexOf('\0') >= 0) {
            faults.add(text, "root " + text.described() + ", expected a folder without ..");
            return Optional.empty();
        }
        return Optional.of(path);
    }
}
