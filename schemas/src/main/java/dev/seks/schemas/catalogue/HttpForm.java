// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.catalogue;

import dev.seks.schemas.yaml.Faults;
import dev.seks.schemas.yaml.Suggestion;
import dev.seks.schemas.yaml.YamlFields;
import dev.seks.schemas.yaml.YamlNode;
import dev.seks.schemas.yaml.YamlScalar;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code http: GET /repos/{owner}}. */
final class HttpForm implements CallForm {
    private static final Set<Place> WITHOUT_BODY = Set.of(Place.PATH, Place.QUERY);
    private static final Set<Place> WITH_BODY = Set.of(Place.PATH, Place.QUERY, Place.BODY);

    @Override
    public String key() {
        return "http";
    }

    @Override
    public Set<String> moreKeys() {
        return Set.of("headers", "idempotency_key");
    }

    @Override
    public Optional<Opened> open(YamlNode node, YamlFields action, ServiceParts service, Faults faults) {
        Optional<YamlScalar> text = YamlFields.text(node, key(), faults);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        YamlScalar at = text.get();
        if (!service.has().contains("base_url")) {
            faults.add(at, "an http action needs the service's base_url");
        }
        if (!service.injectsInto(Credential.Header.class)) {
            faults.add(at, "an http action takes its credential in a header, expected inject: { header, format }");
        }
        String[] words = at.text().split(" ", 2);
        Optional<HttpMethod> method = HttpMethod.of(words[0]);
        if (method.isEmpty()) {
            faults.add(
                    at,
                    "http " + at.described() + Suggestion.didYouMean(words[0], HttpMethod.words())
                            + ", expected one of " + String.join(", ", HttpMethod.words()) + " and a path");
            return Optional.empty();
        }
        String path = words.length < 2 ? "" : words[1];
        if (!path.startsWith("/") || !path.matches("[A-Za-z0-9._~/{}:@!$&'()*+,;=-]*")) {
            faults.add(at, "http " + at.described() + ", expected a method and a path, as in GET /repos/{owner}");
            return Optional.empty();
        }
        HeadersLoader headers = new HeadersLoader(faults);
        Map<String, String> all = new HashMap<>(service.headers());
        Map<String, String> own = action.any("headers").map(headers::headers).orElse(Map.of());
        own.keySet().forEach(name -> all.keySet().removeIf(name::equalsIgnoreCase));
        all.putAll(own);
        String idempotency = action.text("idempotency_key")
                .filter(name -> headers.isFree(name, "idempotency_key", all.keySet(), service.credential()))
                .map(YamlScalar::text)
                .orElse(null);
        headers.requireApart(at, own.keySet(), service.credential());
        TemplateLoader templates = new TemplateLoader(faults);
        return templates
                .parse(at, path)
                .filter(t -> templates.hasSafeSegments(at, path.substring(1), true))
                .map(t -> new OpenedHttp(at, method.get(), t, all, idempotency, templates));
    }

    private record OpenedHttp(
            YamlScalar at,
            HttpMethod method,
            Template path,
            Map<String, String> headers,
            @Nullable String idempotencyHeader,
            TemplateLoader templates)
            implements Opened {

        @Override
        public boolean names(String param) {
            return path.params().contains(param);
        }

        @Override
        public Optional<Place> placeOf(String param) {
            return Optional.of(names(param) ? Place.PATH : method.hasBody() ? Place.BODY : Place.QUERY);
        }

        @Override
        public Set<Place> places() {
            return method.hasBody() ? WITH_BODY : WITHOUT_BODY;
        }

        @Override
        public String howToPlace(String param) {
            return "{" + param + "} in the path";
        }

        @Override
        public Optional<Call> close(TemplateLoader.Declared declared, Effect effect) {
            return templates.allDeclared(at, path, declared)
                    ? Optional.of(new Call.HttpCall(method, path, headers, idempotencyHeader))
                    : Optional.empty();
        }
    }
}
