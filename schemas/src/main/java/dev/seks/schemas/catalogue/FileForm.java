// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.catalogue;

import dev.seks.schemas.yaml.Faults;
import dev.seks.schemas.yaml.Suggestion;
import dev.seks.schemas.yaml.YamlFields;
import dev.seks.schemas.yaml.YamlNode;
import dev.seks.schemas.yaml.YamlScalar;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code file: WRITE {name}.txt}. */
final class FileForm implements CallForm {

    @Override
    public String key() {
        return "file";
    }

    @Override
    public Set<String> moreKeys() {
        return Set.of();
    }

    @Override
    public Optional<Opened> open(YamlNode node, YamlFields action, ServiceParts service, Faults faults) {
        Optional<YamlScalar> text = YamlFields.text(node, key(), faults);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        YamlScalar at = text.get();
        if (!service.has().contains("root")) {
            faults.add(at, "a file action needs the service's root");
        }
        String[] words = at.text().split(" ", 2);
        Optional<Call.FileOperation> operation = Call.FileOperation.of(words[0]);
        if (operation.isEmpty()) {
            faults.add(
                    at,
                    "file " + at.described() + Suggestion.didYouMean(words[0], Call.FileOperation.words())
                            + ", expected one of " + String.join(", ", Call.FileOperation.words()) + " and a path");
            return Optional.empty();
        }
        String path = words.length < 2 ? "" : words[1];
        boolean mayBeRoot = operation.get() == Call.FileOperation.LIST;
        if ((path.isEmpty() && !mayBeRoot) || !path.matches("[A-Za-z0-9._/{}@+ =-]*")) {
            faults.add(at, "file " + at.described() + ", expected an operation and a path, as in WRITE {name}.txt");
            return Optional.empty();
        }
        TemplateLoader templates = new TemplateLoader(faults);
        return templates
                .parse(at, path)
                .filter(t -> templates.hasSafeSegments(at, path, path.isEmpty()))
                .map(t -> new OpenedFile(at, operation.get(), t, templates, faults));
    }

    private record OpenedFile(
            YamlScalar at, Call.FileOperation operation, Template path, TemplateLoader templates, Faults faults)
            implements Opened {

        @Override
        public boolean names(String param) {
            return path.params().contains(param);
        }

        @Override
        public Optional<Place> placeOf(String param) {
            return names(param) ? Optional.of(Place.PATH) : Optional.empty();
        }

        @Override
        public Set<Place> places() {
            return Set.of(Place.PATH, Place.CONTENT);
        }

        @Override
        public String howToPlace(String param) {
            return "{" + param + "} in the path or in: content";
        }

        @Override
        public Optional<Call> close(TemplateLoader.Declared declared, Effect effect) {
            if (!templates.allDeclared(at, path, declared)) {
                return Optional.empty();
            }
            List<String> contents = declared.params().all().stream()
                    .filter(p -> p.place() == Place.CONTENT)
                    .map(ParamDefinition::name)
                    .toList();
            boolean writes = operation == Call.FileOperation.WRITE;
            if (contents.size() != (writes ? 1 : 0)) {
                faults.add(
                        at,
                        contents.size() + " parameters with in: content, expected "
                                + (writes ? "one for WRITE" : "none"));
                return Optional.empty();
            }
            return Optional.of(new Call.FileCall(operation, path, writes ? contents.get(0) : null));
        }
    }
}
