// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.catalogue;

import dev.seks.schemas.yaml.Quote;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One action of a service: what it takes, what it calls, what it gives back.
 *
 * @param tokenScope to what the service's credential is narrowed for it; null where nothing is said
 * @param returns the fields of the response that the agent may see; nothing else is returned. When the response is a
 *     list of objects they apply to each of them
 * @param idempotent whether the call may be made again when its outcome is unknown
 * @param costUsd what one call costs, in US dollars
 */
public record ActionDefinition(
        String service,
        String name,
        Effect effect,
        Template summaryTemplate,
        Call call,
        Parameters params,
        @Nullable Template resourceTemplate,
        TokenScope.@Nullable Declared tokenScope,
        List<ReturnField> returns,
        boolean idempotent,
        BigDecimal costUsd) {

    /** Longest piece of one value that a summary shows. */
    static final int MAX_SHOWN_VALUE = 200;

    public ActionDefinition {
        returns = List.copyOf(returns);
    }

    /** Judges the parameters of a request, given as a JSON object. */
    public ParamCheck check(String paramsJson) {
        return params.check(paramsJson);
    }

    /** One line for a person: the summary with the values of checked parameters, nothing in it invisible. */
    public String summary(Map<String, Object> params) {
        return summaryTemplate.render(params, ActionDefinition::shown);
    }

    /**
     * What the action touches, for these checked parameters; empty if the catalogue names nothing. Values are
     * percent-encoded, so that two different sets of values never name the same resource.
     */
    public Optional<String> resource(Map<String, Object> params) {
        return Optional.ofNullable(resourceTemplate)
                .map(t -> t.render(params, value -> Encoding.percent(value, Encoding.RESOURCE)));
    }

    /** How far the credential of a call with these checked parameters should reach; empty if nothing is said. */
    public Optional<TokenScope> tokenScope(Map<String, Object> params) {
        return Optional.ofNullable(tokenScope).map(scope -> scope.of(params));
    }

    private static String shown(String value) {
        return Quote.visible(value.length() <= MAX_SHOWN_VALUE ? value : value.substring(0, MAX_SHOWN_VALUE) + "…");
    }
}
