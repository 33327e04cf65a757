// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.cases;

import com.cedarpolicy.BasicAuthorizationEngine;
import com.cedarpolicy.model.AuthorizationRequest;
import com.cedarpolicy.model.AuthorizationResponse;
import com.cedarpolicy.model.AuthorizationSuccessResponse;
import com.cedarpolicy.model.Context;
import com.cedarpolicy.model.entity.Entities;
import com.cedarpolicy.model.entity.Entity;
import com.cedarpolicy.model.policy.Policy;
import com.cedarpolicy.model.policy.PolicySet;
import com.cedarpolicy.model.schema.Schema;
import com.cedarpolicy.value.CedarList;
import com.cedarpolicy.value.CedarMap;
import com.cedarpolicy.value.DateTime;
import com.cedarpolicy.value.Decimal;
import com.cedarpolicy.value.EntityTypeName;
import com.cedarpolicy.value.EntityUID;
import com.cedarpolicy.value.PrimBool;
import com.cedarpolicy.value.PrimLong;
import com.cedarpolicy.value.PrimString;
import com.cedarpolicy.value.Value;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Cedar: one policy for each rule, roles and patterns of agents as parents of the agent, what is asked as context. Its schema
 * says which actions there are and of which types their parameters are; a request that does not fit it is denied.
 */
final class CedarJudge implements Judge {
    private static final String DECIMAL = "number";
    private static final Map<String, String> TYPES = Map.of(
            "string", "String", "integer", "Long", DECIMAL, "decimal", "boolean", "Bool", "strings", "Set<String>");

    /** The conditions of the cases in Cedar's own words. */
    private static final Map<String, String> CONDITIONS = Map.ofEntries(
            Map.entry("params.amount <= 100.0", "context.params.amount.lessThanOrEqual(decimal(\"100.0\"))"),
            Map.entry(
                    "params.to == \"DE1000\" && params.currency in [\"EUR\"]",
                    "context.params.to == \"DE1000\" && [\"EUR\"].contains(context.params.currency)"),
            Map.entry("params.urgent", "context.params.urgent"),
            Map.entry("effect == \"read\"", "context.effect == \"read\""),
            Map.entry("reason_given", "context.reasonGiven"),
            Map.entry(
                    "now >= timestamp(\"2026-01-05T12:00:00Z\")", "context.now >= datetime(\"2026-01-05T12:00:00Z\")"),
            Map.entry("agent != \"b\"", "principal != Agent::\"b\""),
            Map.entry("agent == \"a\"", "principal == Agent::\"a\""),
            Map.entry("params.depth < 5", "context.params.depth < 5"),
            Map.entry(
                    "has(params.name) && params.name.startsWith(\"site-\")",
                    "context.params has name && context.params.name like \"site-*\""),
            Map.entry(
                    "has(params.labels) && params.labels.all(l, l in [\"web\", \"docs\"])",
                    "context.params has labels && [\"web\", \"docs\"].containsAll(context.params.labels)"),
            Map.entry(
                    "service == \"code\" && action.endsWith(\".list\")",
                    "resource == Service::\"code\" && context.action like \"*.list\""),
            Map.entry("true", "true"),
            Map.entry("resource == \"x\"", "context.resource == \"x\""),
            Map.entry("params.amount > 5", "context.params.amount.greaterThan(decimal(\"5.0\"))"));

    private final BasicAuthorizationEngine engine = new BasicAuthorizationEngine();

    @Override
    public String name() {
        return "Cedar";
    }

    @Override
    public Answer ask(RequestCase asked) throws Exception {
        Words.requireYesOrNo(asked);
        Question question = asked.question();
        Map<String, Object> declared = Yaml.mapping(asked.declared().get("params"));
        boolean inPath = String.valueOf(asked.declared().get("http")).contains("{");
        if (asked.reason().equals("INVALID_PARAMS") && (inPath || isNarrowed(declared))) {
            throw new NoWordsException("ranges, patterns and lengths of parameters, and what fits into a path");
        }
        Sketch policy = Sketch.of(asked.policy());
        Set<Policy> policies = new HashSet<>(Words.translated(policy, question, CedarJudge::policy));
        EntityUID agent = new EntityUID(type("Agent"), question.agent());
        Set<EntityUID> owners = policy.owners().getOrDefault(question.agent(), Set.of()).stream()
                .map(owner -> new EntityUID(type("Owner"), owner))
                .collect(Collectors.toSet());
        AuthorizationRequest request = new AuthorizationRequest(
                agent,
                new EntityUID(type("Action"), question.service() + "/" + question.action()),
                new EntityUID(type("Service"), question.service()),
                context(question, declared),
                Optional.of(Schema.parse(Schema.JsonOrCedar.Cedar, schema(asked, question))),
                true);
        AuthorizationResponse response =
                engine.isAuthorized(request, new PolicySet(policies), new Entities(Set.of(new Entity(agent, owners))));
        if (response.success.isEmpty()) {
            return Answer.of(false, Set.of()); // a request that does not fit the schema
        }
        AuthorizationSuccessResponse success = response.success.get();
        return Answer.of(success.isAllowed(), success.getReason());
    }

    private static boolean isNarrowed(Map<String, Object> declared) {
        return declared.values().stream().anyMatch(param -> {
            Set<String> words = new HashSet<>(Yaml.mapping(param).keySet());
            words.removeAll(Set.of("type", "required", "default", "in"));
            return !words.isEmpty();
        });
    }

    private static Policy policy(Line line) throws NoWordsException {
        if (line.during().isPresent()) {
            throw new NoWordsException("hours of days in a time zone");
        }
        StringBuilder text = new StringBuilder();
        text.append(line.verb() == Line.Verb.DENY ? "forbid" : "permit")
                .append("(principal in Owner::\"")
                .append(line.owner())
                .append("\", action, resource) when { context.service like \"")
                .append(line.service())
                .append("\" && context.action like \"")
                .append(line.action())
                .append('"');
        if (line.verb() == Line.Verb.ALLOW && !line.isExact()) {
            text.append(" && context.effect != \"credential\"");
        }
        if (line.when().isPresent()) {
            String condition = CONDITIONS.get(line.when().get());
            if (condition == null) {
                throw new NoWordsException("division, and regular expressions");
            }
            text.append(" && (").append(condition).append(')');
        }
        return new Policy(text.append(" };").toString(), line.path());
    }

    private static Context context(Question question, Map<String, Object> declared) {
        Map<String, Value> params = new HashMap<>();
        question.params().forEach((name, value) -> {
            Object type = Yaml.mapping(declared.get(name)).get("type");
            params.put(name, value(value, DECIMAL.equals(type)));
        });
        Map<String, Value> context = new HashMap<>();
        context.put("service", new PrimString(question.service()));
        context.put("action", new PrimString(question.action()));
        context.put("effect", new PrimString(question.effect()));
        context.put("resource", new PrimString(""));
        context.put("reasonGiven", new PrimBool(question.reasonGiven()));
        context.put("now", new DateTime(question.at().toString()));
        context.put("params", new CedarMap(params));
        return new Context(context);
    }

    private static Value value(Object value, boolean decimal) {
        if (value instanceof Number number && decimal) {
            BigDecimal plain = new BigDecimal(number.toString());
            return new Decimal(plain.setScale(Math.max(1, plain.scale())).toPlainString());
        } else if (value instanceof Long whole) {
            return new PrimLong(whole);
        } else if (value instanceof Boolean flag) {
            return new PrimBool(flag);
        } else if (value instanceof List<?> list) {
            return new CedarList(list.stream().map(entry -> value(entry, false)).toList());
        }
        return new PrimString(String.valueOf(value));
    }

    /** Every action of every catalogue; those of other services take any request, as nothing is asked about them. */
    private static String schema(RequestCase asked, Question question) {
        StringBuilder schema = new StringBuilder("entity Owner;\nentity Agent in [Owner];\nentity Service;\n");
        Map<String, Object> catalogue =
                Yaml.mapping(Yaml.text(asked.catalogues().getOrDefault(question.service(), "actions: {}"))
                        .get("actions"));
        catalogue.forEach((action, body) -> schema.append("action \"")
                .append(question.service())
                .append('/')
                .append(action)
                .append(
                        "\" appliesTo { principal: [Agent], resource: [Service], context: { service: String, action: String, ")
                .append("effect: String, resource: String, reasonGiven: Bool, now: datetime, params: { ")
                .append(params(Yaml.mapping(Yaml.mapping(body).get("params"))))
                .append(" } } };\n"));
        return schema.toString();
    }

    private static String params(Map<String, Object> declared) {
        return declared.entrySet().stream()
                .map(param -> {
                    Map<String, Object> body = Yaml.mapping(param.getValue());
                    boolean required = Boolean.TRUE.equals(body.get("required")) || body.containsKey("default");
                    return '"'
                            + param.getKey()
                            + '"'
                            + (required ? ": " : "?: ")
                            + TYPES.get((String) body.get("type"));
                })
                .collect(Collectors.joining(", "));
    }

    private static EntityTypeName type(String name) {
        return EntityTypeName.parse(name).orElseThrow();
    }
}
