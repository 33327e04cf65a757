// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.catalogue;

import dev.seks.schemas.yaml.Faults;
import dev.seks.schemas.yaml.YamlFields;
import dev.seks.schemas.yaml.YamlNode;
import dev.seks.schemas.yaml.YamlScalar;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code email: SEND}. */
final class MailForm implements CallForm {
    private static final String SEND = "SEND";
    private static final Set<Place> PLACES = Set.of(Place.TO, Place.CC, Place.SUBJECT, Place.TEXT);

    @Override
    public String key() {
        return "email";
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
        if (!service.has().contains("smtp")) {
            faults.add(at, "an email action needs the service's smtp");
        }
        if (!service.injectsInto(Credential.Login.class)) {
            faults.add(
                    at, "an email action takes its credential as inject: { login: \"" + Credential.Login.FORM + "\" }");
        }
        if (!at.text().equals(SEND)) {
            faults.add(at, "email " + at.described() + ", expected " + SEND);
            return Optional.empty();
        }
        return Optional.of(new OpenedMail(at, faults));
    }

    private record OpenedMail(YamlScalar at, Faults faults) implements Opened {

        @Override
        public boolean names(String param) {
            return false;
        }

        @Override
        public Optional<Place> placeOf(String param) {
            return Place.of(param).filter(PLACES::contains);
        }

        @Override
        public Set<Place> places() {
            return PLACES;
        }

        @Override
        public String howToPlace(String param) {
            return "in: to, cc, subject or text";
        }

        @Override
        public Optional<Call> close(TemplateLoader.Declared declared, Effect effect) {
            List<ParamDefinition> all = declared.params().all();
            boolean fits = has(all, Place.TO, true)
                    & has(all, Place.SUBJECT, true)
                    & has(all, Place.TEXT, true)
                    & has(all, Place.CC, false)
                    & haveFittingTypes(all);
            return fits
                    ? Optional.of(new Call.MailCall(
                            name(all, Place.TO).orElseThrow(),
                            name(all, Place.CC).orElse(null),
                            name(all, Place.SUBJECT).orElseThrow(),
                            name(all, Place.TEXT).orElseThrow()))
                    : Optional.empty();
        }

        private boolean has(List<ParamDefinition> all, Place place, boolean needed) {
            List<ParamDefinition> found =
                    all.stream().filter(p -> p.place() == place).toList();
            boolean fits = found.size() == 1 ? !needed || found.get(0).isAlwaysPresent() : found.isEmpty() && !needed;
            if (!fits) {
                faults.add(
                        at,
                        found.size() + " parameters with in: " + place.word() + ", expected one"
                                + (needed ? " that is required or has a default" : " at most"));
            }
            return fits;
        }

        private boolean haveFittingTypes(List<ParamDefinition> all) {
            boolean fit = true;
            for (ParamDefinition param : all) {
                boolean mayBeList = param.place() == Place.TO || param.place() == Place.CC;
                boolean fits = param.type() instanceof ParamType.Text
                        || (mayBeList && param.type() instanceof ParamType.Texts);
                if (!fits) {
                    faults.add(
                            at,
                            "parameter " + param.name() + " is " + param.type().word() + ", expected string"
                                    + (mayBeList ? " or strings" : ""));
                }
                fit &= fits;
            }
            return fit;
        }

        private static Optional<String> name(List<ParamDefinition> all, Place place) {
            return all.stream()
                    .filter(p -> p.place() == place)
                    .map(ParamDefinition::name)
                    .findFirst();
        }
    }
}
