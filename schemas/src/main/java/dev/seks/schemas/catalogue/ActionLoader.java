// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.catalogue;

import dev.seks.schemas.yaml.Faults;
import dev.seks.schemas.yaml.Suggestion;
import dev.seks.schemas.yaml.YamlFields;
import dev.seks.schemas.yaml.YamlMapping;
import dev.seks.schemas.yaml.YamlNode;
import dev.seks.schemas.yaml.YamlScalar;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads one action of a service. */
final class ActionLoader {
    static final int MAX_PARAMS = 64;
    static final int MAX_RETURNS = 128;

    private static final Set<String> KEYS =
            Set.of("summary", "effect", "http", "file", "params", "resource", "returns", "idempotent", "cost");
    private static final String FIELD = "[A-Za-z0-9_-]{1,64}";

    private final String service;
    private final boolean hasBaseUrl;
    private final boolean hasRoot;
    private final Faults faults;
    private final CallLoader calls;
    private final TemplateLoader templates;

    ActionLoader(String service, boolean hasBaseUrl, boolean hasRoot, Faults faults) {
        this.service = service;
        this.hasBaseUrl = hasBaseUrl;
        this.hasRoot = hasRoot;
        this.faults = faults;
        this.templates = new TemplateLoader(faults);
        this.calls = new CallLoader(templates, faults);
    }

    Optional<ActionDefinition> action(String name, YamlNode node) {
        return YamlFields.of(node, "action " + name, KEYS, faults).flatMap(fields -> action(name, fields));
    }

    private Optional<ActionDefinition> action(String name, YamlFields fields) {
        int before = faults.count();
        Optional<YamlScalar> line = fields.requiredText("summary");
        Optional<Effect> effect = fields.requiredText("effect").flatMap(this::effect);
        Optional<CallLoader.Opened> opened = calls.open(fields, hasBaseUrl, hasRoot);
        Parameters params = new Parameters(params(fields, opened));
        TemplateLoader.Declared declared =
                new TemplateLoader.Declared(params, fields.entries("params").keySet());
        Optional<Call> call = opened.flatMap(o -> calls.close(o, declared));
        Optional<Template> summary = line.flatMap(text -> templates.summary(text, declared));
        Optional<Template> resource = fields.text("resource").flatMap(text -> templates.resource(text, declared));
        List<String> returns = returns(fields);
        BigDecimal cost = cost(fields);
        Optional<Boolean> idempotent = fields.flag("idempotent");
        if (faults.count() > before || summary.isEmpty() || effect.isEmpty() || call.isEmpty()) {
            return Optional.empty();
        }
        if (effect.get() == Effect.READ && CallLoader.changesSomething(call.get())) {
            faults.add(fields.node(), "effect read on a call that changes something, expected another effect");
            return Optional.empty();
        }
        return Optional.of(new ActionDefinition(
                service,
                name,
                effect.get(),
                summary.get(),
                call.get(),
                params,
                resource.orElse(null),
                returns,
                idempotent.orElse(call.get().idempotentByNature()),
                cost));
    }

    private Optional<Effect> effect(YamlScalar word) {
        Optional<Effect> effect = Effect.of(word.text());
        if (effect.isEmpty()) {
            faults.add(
                    word,
                    "effect " + word.described() + Suggestion.didYouMean(word.text(), Effect.words())
                            + ", expected one of " + String.join(", ", Effect.words()));
        }
        return effect;
    }

    private List<ParamDefinition> params(YamlFields fields, Optional<CallLoader.Opened> call) {
        Map<String, YamlMapping.Entry> entries = fields.entries("params");
        if (entries.size() > MAX_PARAMS) {
            faults.add(fields.node(), entries.size() + " params, expected at most " + MAX_PARAMS);
            return List.of();
        }
        List<ParamDefinition> params = new ArrayList<>();
        ParamLoader loader = new ParamLoader(faults);
        for (YamlMapping.Entry entry : entries.values()) {
            if (!entry.key().text().matches("[A-Za-z][A-Za-z0-9_-]{0,63}")) {
                faults.add(
                        entry.key(),
                        "parameter " + entry.key().described()
                                + ", expected letters, digits, _ and -, a letter first, at most 64");
            }
            loader.param(entry.key().text(), entry.value(), call).ifPresent(params::add);
        }
        return params;
    }

    private List<String> returns(YamlFields fields) {
        List<String> returns = new ArrayList<>();
        for (YamlScalar field : fields.texts("returns")) {
            if (!field.text().matches(FIELD + "(\\." + FIELD + "){0,7}")) {
                faults.add(field, "returns " + field.described() + ", expected a field such as id or owner.login");
            } else if (returns.contains(field.text())) {
                faults.add(field, "returns " + field.described() + " twice");
            } else if (returns.size() == MAX_RETURNS) {
                faults.add(field, "more than " + MAX_RETURNS + " fields to return");
            } else {
                returns.add(field.text());
            }
        }
        return returns;
    }

    private BigDecimal cost(YamlFields fields) {
        Optional<YamlNode> usd = fields.any("cost")
                .flatMap(node -> YamlFields.of(node, "cost", Set.of("usd"), faults))
                .flatMap(cost -> cost.required("usd"));
        if (usd.isEmpty()) {
            return BigDecimal.ZERO;
        }
        if (usd.get() instanceof YamlScalar s && s.plain() && s.text().matches("(0|[1-9][0-9]{0,8})(\\.[0-9]{1,6})?")) {
            return new BigDecimal(s.text());
        }
        faults.add(usd.get(), "usd is " + usd.get().described() + ", expected an amount such as 0.02");
        return BigDecimal.ZERO;
    }
}
