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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads one action of a service. */
final class ActionLoader {
    static final int MAX_PARAMS = 64;

    /** Every kind of call there is. */
    static final List<CallForm> FORMS = List.of(new HttpForm(), new FileForm(), new SqlForm(), new MailForm());

    static final Set<String> KEYS = keys();

    private final String service;
    private final ServiceParts parts;
    private final Faults faults;
    private final TemplateLoader templates;

    ActionLoader(String service, ServiceParts parts, Faults faults) {
        this.service = service;
        this.parts = parts;
        this.faults = faults;
        this.templates = new TemplateLoader(faults);
    }

    private static Set<String> keys() {
        Set<String> keys = new HashSet<>(
                Set.of("summary", "effect", "params", "resource", "returns", "idempotent", "cost", "credential"));
        FORMS.forEach(form -> {
            keys.add(form.key());
            keys.addAll(form.moreKeys());
        });
        return Set.copyOf(keys);
    }

    Optional<ActionDefinition> action(String name, YamlNode node) {
        return YamlFields.of(node, "action " + name, KEYS, faults).flatMap(fields -> action(name, fields));
    }

    private Optional<ActionDefinition> action(String name, YamlFields fields) {
        int before = faults.count();
        Optional<YamlScalar> line = fields.requiredText("summary");
        Optional<Effect> effect = fields.requiredText("effect").flatMap(this::effect);
        Optional<CallForm.Opened> opened = open(fields);
        Parameters params = new Parameters(params(fields, opened));
        TemplateLoader.Declared declared =
                new TemplateLoader.Declared(params, fields.entries("params").keySet());
        Optional<Call> call = opened.flatMap(o -> o.close(declared, effect.orElse(Effect.ADMIN)));
        Optional<Template> summary = line.flatMap(text -> templates.summary(text, declared));
        Optional<Template> resource = fields.text("resource").flatMap(text -> templates.resource(text, declared));
        Optional<TokenScope.Declared> scope = fields.any("credential").flatMap(node -> scope(node, declared));
        List<ReturnField> returns = new ReturnsLoader(faults).returns(fields);
        BigDecimal cost = cost(fields);
        Optional<Boolean> idempotent = fields.flag("idempotent");
        if (faults.count() > before || summary.isEmpty() || effect.isEmpty() || call.isEmpty()) {
            return Optional.empty();
        }
        if (effect.get() == Effect.READ && call.get().changesSomething()) {
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
                scope.orElse(null),
                returns,
                idempotent.orElse(call.get().idempotentByNature()),
                cost));
    }

    private Optional<TokenScope.Declared> scope(YamlNode node, TemplateLoader.Declared declared) {
        if (!parts.has().contains("credential")) {
            faults.add(node, "an action's credential narrows that of its service, and the service has none");
            return Optional.empty();
        }
        return new ScopeLoader(templates, faults).scope(node, declared);
    }

    /** The call of the one kind that the action has. */
    private Optional<CallForm.Opened> open(YamlFields fields) {
        List<CallForm> kinds =
                FORMS.stream().filter(form -> fields.has(form.key())).toList();
        if (kinds.size() != 1) {
            faults.add(
                    fields.node(),
                    "an action has one of " + FORMS.stream().map(CallForm::key).collect(Collectors.joining(", ")));
            return Optional.empty();
        }
        CallForm kind = kinds.get(0);
        FORMS.stream()
                .flatMap(form -> form.moreKeys().stream())
                .filter(key -> fields.has(key) && !kind.moreKeys().contains(key))
                .forEach(key -> faults.add(fields.any(key).orElseThrow(), key + " does not go with " + kind.key()));
        return kind.open(fields.any(kind.key()).orElseThrow(), fields, parts, faults);
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

    private List<ParamDefinition> params(YamlFields fields, Optional<CallForm.Opened> call) {
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
