// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import dev.seks.schemas.catalogue.ActionDefinition;
import dev.seks.schemas.catalogue.Effect;
import dev.seks.schemas.digest.Digest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a grant covers.
 *
 * @param service one, by its exact name
 * @param actions patterns, as in a rule
 * @param resource the one resource, as {@link #resource(ActionDefinition, Map)} names it; null for any
 */
public record GrantScope(
        String service, List<String> actions, @Nullable String resource) {
    /** The most patterns of one grant. */
    public static final int MAX_ACTIONS = 8;

    /** The longest resource of a grant, in characters. */
    public static final int MAX_RESOURCE_LENGTH = 512;

    private static final String SAME_PARAMETERS = "params:";

    public GrantScope {
        actions = List.copyOf(actions);
    }

    /** Why these can be no scope; empty when they can. */
    public static Optional<String> fault(List<String> actions, @Nullable String resource) {
        if (actions.isEmpty() || actions.size() > MAX_ACTIONS) {
            return Optional.of("grant.actions has " + actions.size() + " patterns, expected 1 to " + MAX_ACTIONS);
        }
        if (!actions.stream().allMatch(ActionPattern::isPattern)) {
            return Optional.of("grant.actions is out of form, expected names of actions, with * for any characters");
        }
        boolean isInForm = resource == null || (!resource.isBlank() && resource.length() <= MAX_RESOURCE_LENGTH);
        return isInForm
                ? Optional.empty()
                : Optional.of("grant.resource is out of form, expected 1 to " + MAX_RESOURCE_LENGTH
                        + " characters, or nothing for any");
    }

    /**
     * The resource that these checked parameters touch, by which a grant is narrowed. Where the catalogue names none, or one
     * of excessive length, it stands for exactly these parameters: nothing else is the same.
     */
    public static String resource(ActionDefinition action, Map<String, Object> params) {
        return action.resource(params)
                .filter(named -> !named.isBlank() && named.length() <= MAX_RESOURCE_LENGTH)
                .orElseGet(() -> SAME_PARAMETERS + digest(params));
    }

    /** Whether it covers the action on what {@code touched} names. */
    public boolean covers(ActionDefinition action, String touched) {
        return reaches(action) && (resource == null || resource.equals(touched));
    }

    /** INVARIANT: no wildcard reaches an action that mints or reveals a credential. */
    boolean reaches(ActionDefinition action) {
        if (!service.equals(action.service())) {
            return false;
        }
        for (String text : actions) {
            ActionPattern pattern = ActionPattern.of(text);
            if (pattern.matches(action.name()) && (pattern.isExact() || action.effect() != Effect.CREDENTIAL)) {
                return true;
            }
        }
        return false;
    }

    /** In words: the actions, and on what. */
    public String told() {
        String on = resource == null
                ? "any resource"
                : resource.startsWith(SAME_PARAMETERS) ? "the same parameters" : "resource " + resource;
        return service + " " + String.join(", ", actions) + " on " + on;
    }

    private static String digest(Map<String, Object> params) {
        Digest digest = Digest.ofParts();
        new TreeMap<>(params).forEach((name, value) -> {
            digest.part(name.getBytes(StandardCharsets.UTF_8));
            if (value instanceof List<?> list) {
                digest.part(list.size());
                list.forEach(one -> digest.part(typed(one)));
            } else {
                digest.part(typed(value));
            }
        });
        return digest.hex();
    }

    /** With its type in front, so that the number 1 and the text "1" differ. */
    private static byte[] typed(Object value) {
        return (value.getClass().getSimpleName() + ":" + value).getBytes(StandardCharsets.UTF_8);
    }
}
