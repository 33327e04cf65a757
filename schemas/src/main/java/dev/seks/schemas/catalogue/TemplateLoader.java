// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.catalogue;

import dev.seks.schemas.yaml.Faults;
import dev.seks.schemas.yaml.Suggestion;
import dev.seks.schemas.yaml.YamlScalar;
import java.util.Optional;
import java.util.Set;

/** Reads templates and makes sure that rendering them can neither fail nor be bent by a value. */
final class TemplateLoader {
    private final Faults faults;

    /** The parameters of an action, and the names of all that its file lists, those with a fault of their own too. */
    record Declared(Parameters params, Set<String> written) {}

    TemplateLoader(Faults faults) {
        this.faults = faults;
    }

    Optional<Template> parse(YamlScalar at, String text) {
        return Template.parse(text, fault -> faults.add(at, at.described() + " has " + fault));
    }

    Optional<Template> summary(YamlScalar text, Declared params) {
        if (text.text().isBlank() || text.text().chars().anyMatch(Character::isISOControl)) {
            faults.add(text, "summary " + text.described() + ", expected one line of text");
            return Optional.empty();
        }
        return parse(text, text.text()).filter(t -> allDeclared(text, t, params));
    }

    Optional<Template> resource(YamlScalar text, Declared params) {
        return parse(text, text.text()).filter(t -> allDeclared(text, t, params) && isUnambiguous(text, t));
    }

    /** Whether each placeholder names a string or integer that always has a value. */
    boolean allDeclared(YamlScalar at, Template template, Declared params) {
        boolean fits = true;
        for (String name : template.params()) {
            Optional<ParamDefinition> param = params.params().find(name);
            String complaint = param.map(TemplateLoader::complaint)
                    .orElseGet(
                            () -> "is not a parameter of this action" + Suggestion.didYouMean(name, params.written()));
            boolean isTold = param.isEmpty() && params.written().contains(name);
            if (!complaint.isEmpty() && !isTold) {
                faults.add(at, "{" + name + "} " + complaint);
            }
            fits &= complaint.isEmpty();
        }
        return fits;
    }

    private static String complaint(ParamDefinition param) {
        if (!param.isAlwaysPresent()) {
            return "may be absent, expected a parameter that is required or has a default";
        }
        return isOneWord(param.type()) ? "" : "is a " + param.type().word() + ", expected a string or integer";
    }

    private static boolean isOneWord(ParamType type) {
        return type instanceof ParamType.Text || type instanceof ParamType.Whole;
    }

    /** Two values must be held apart by text that no encoded value can contain, else two resources look the same. */
    private boolean isUnambiguous(YamlScalar at, Template template) {
        boolean separated = true;
        for (Template.Part part : template.parts()) {
            if (part instanceof Template.Literal literal) {
                separated |= literal.text().chars().anyMatch(c -> c != '%' && !Encoding.isKept(c, Encoding.RESOURCE));
            } else if (!separated) {
                faults.add(at, "resource " + at.described() + ", expected a / or : between two placeholders");
                return false;
            } else {
                separated = false;
            }
        }
        return true;
    }

    /**
     * Whether no segment can become empty or made of dots: values are neither, so it is enough that a segment is one
     * placeholder or holds, beside placeholders, a character that is no dot.
     */
    boolean hasSafeSegments(YamlScalar at, String path, boolean mayBeEmpty) {
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
}
