// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.cases;

import dev.seks.bench.Domain;
import dev.seks.schemas.record.BundleFile;
import dev.seks.schemas.record.CapabilityRequest;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.RuleReference;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** seks: the state machine that the broker runs, with records as they stand in the log. */
final class SeksJudge implements Judge {

    @Override
    public String name() {
        return "seks";
    }

    @Override
    public Answer ask(RequestCase asked) {
        List<BundleFile> catalogue = asked.catalogues().entrySet().stream()
                .map(file -> new BundleFile("catalogue/" + file.getKey() + ".yaml", file.getValue()))
                .toList();
        Domain domain = Domain.with(asked.policy(), catalogue, asked.operators(), asked.at());
        Object params = asked.given().get("params");
        Decision decision = domain.ask(CapabilityRequest.newBuilder()
                .setRequestId("case")
                .setDomain(Domain.NAME)
                .setAgent((String) asked.given().get("agent"))
                .setService((String) asked.given().get("service"))
                .setAction((String) asked.given().get("action"))
                .setParams(params instanceof String text ? text : Yaml.json(Yaml.mapping(params)))
                .setReason((String) asked.given().getOrDefault("reason", ""))
                .setCreatedAt(asked.at())
                .build());
        Set<String> rules =
                decision.getRules().stream().map(RuleReference::getPath).collect(Collectors.toSet());
        return new Answer(decision.getOutcome().name().toLowerCase(Locale.ROOT), Optional.of(rules));
    }
}
