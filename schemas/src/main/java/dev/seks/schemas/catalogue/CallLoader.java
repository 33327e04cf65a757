// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.catalogue;

import dev.seks.schemas.yaml.Faults;
import dev.seks.schemas.yaml.Suggestion;
import dev.seks.schemas.yaml.YamlFields;
import dev.seks.schemas.yaml.YamlScalar;
import java.util.List;
import java.util.Optional;

/**
 * Reads the call of an action in two steps: its path decides where parameters go, and the parameters then decide
 * whether the call is complete.
 */
final class CallLoader {
    private final TemplateLoader templates;
    private final Faults faults;

    CallLoader(TemplateLoader templates, Faults faults) {
        this.templates = templates;
        this.faults = faults;
    }

    /** A call whose parameters are not known yet. */
    sealed interface Opened {
        YamlScalar at();

        Template path();
    }

    record OpenedHttp(YamlScalar at, HttpMethod method, Template path) implements Opened {}

    record OpenedFile(YamlScalar at, Call.FileOperation operation, Template path) implements Opened {}

    Optional<Opened> open(YamlFields action, boolean hasBaseUrl, boolean hasRoot) {
        Optional<YamlScalar> http = action.text("http");
        Optional<YamlScalar> file = action.text("file");
        if (action.has("http") == action.has("file")) {
            faults.add(action.node(), "an action has either http or file");
            return Optional.empty();
        }
        if (http.isPresent()) {
            if (!hasBaseUrl) {
                faults.add(http.get(), "an http action needs the service's base_url");
            }
            return openHttp(http.get());
        }
        if (file.isPresent() && !hasRoot) {
            faults.add(file.get(), "a file action needs the service's root");
        }
        return file.flatMap(this::openFile);
    }

    private Optional<Opened> openHttp(YamlScalar at) {
        String[] words = at.text().split(" ", 2);
        Optional<HttpMethod> method = HttpMethod.of(words[0]);
        if (method.isEmpty()) {
            unknownWord(at, "http", words[0], HttpMethod.words());
            return Optional.empty();
        }
        String path = words.length < 2 ? "" : words[1];
        if (!path.startsWith("/") || !path.matches("[A-Za-z0-9._~/{}:@!$&'()*+,;=-]*")) {
            faults.add(at, "http " + at.described() + ", expected a method and a path, as in GET /repos/{owner}");
            return Optional.empty();
        }
        return templates
                .parse(at, path)
                .filter(t -> hasSafeSegments(at, path.substring(1), true))
                .map(t -> new OpenedHttp(at, method.get(), t));
    }

    private Optional<Opened> openFile(YamlScalar at) {
        String[] words = at.text().split(" ", 2);
        Optional<Call.FileOperation> operation = Call.FileOperation.of(words[0]);
        if (operation.isEmpty()) {
            unknownWord(at, "file", words[0], Call.FileOperation.words());
            return Optional.empty();
        }
        String path = words.length < 2 ? "" : words[1];
        boolean mayBeRoot = operation.get() == Call.FileOperation.LIST;
        if ((path.isEmpty() && !mayBeRoot) || !path.matches("[A-Za-z0-9._/{}@+ =-]*")) {
            faults.add(at, "file " + at.described() + ", expected an operation and a path, as in WRITE {name}.txt");
            return Optional.empty();
        }
        return templates
                .parse(at, path)
                .filter(t -> hasSafeSegments(at, path, path.isEmpty()))
                .map(t -> new OpenedFile(at, operation.get(), t));
    }

    private void unknownWord(YamlScalar at, String key, String word, List<String> known) {
        faults.add(
                at,
                key + " " + at.described() + Suggestion.didYouMean(word, known) + ", expected one of "
                        + String.join(", ", known) + " and a path");
    }

    /**
     * No segment can become empty or made of dots: values are neither, so it is enough that a segment is one
     * placeholder or holds, beside placeholders, a character that is no dot.
     */
    private boolean hasSafeSegments(YamlScalar at, String path, boolean mayBeEmpty) {
        if (path.isEmpty() && mayBeEmpty) {
            return true;
        }
        for (String segment : path.split("/", -1)) {
            String fixed = segment.replaceAll("\\{[^{}]*}", "");
            boolean onlyPlaceholder = fixed.isEmpty() && segment.indexOf('{') == segment.lastIndexOf('{');
            boolean safe = !segment.isEmpty()
                    && (onlyPlaceholder || !fixed.replace(".", "").isBlank());
            if (!safe) {
                faults.add(
                        at,
                        "path segment \"" + segment + "\" of " + at.described()
                                + ", expected one placeholder, or text that is more than dots");
                return false;
            }
        }
        return true;
    }

    Optional<Call> close(Opened opened, TemplateLoader.Declared declared) {
        if (!templates.allDeclared(opened.at(), opened.path(), declared)) {
            return Optional.empty();
        }
        if (opened instanceof OpenedHttp http) {
            return Optional.of(new Call.HttpCall(http.method(), http.path()));
        }
        OpenedFile file = (OpenedFile) opened;
        List<String> contents = declared.params().all().stream()
                .filter(p -> p.place() == Place.CONTENT)
                .map(ParamDefinition::name)
                .toList();
        boolean writes = file.operation() == Call.FileOperation.WRITE;
        if (contents.size() != (writes ? 1 : 0)) {
            faults.add(
                    file.at(),
                    contents.size() + " parameters with in: content, expected " + (writes ? "one for WRITE" : "none"));
            return Optional.empty();
        }
        return Optional.of(new Call.FileCall(file.operation(), file.path(), writes ? contents.get(0) : null));
    }

    static boolean changesSomething(Call call) {
        if (call instanceof Call.HttpCall http) {
            return http.method() == HttpMethod.PUT
                    || http.method() == HttpMethod.PATCH
                    || http.method() == HttpMethod.DELETE;
        }
        Call.FileOperation operation = ((Call.FileCall) call).operation();
        return operation == Call.FileOperation.WRITE || operation == Call.FileOperation.DELETE;
    }
}
