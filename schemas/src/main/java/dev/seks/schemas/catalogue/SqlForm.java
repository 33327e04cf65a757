// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.catalogue;

import dev.seks.schemas.yaml.Faults;
import dev.seks.schemas.yaml.Suggestion;
import dev.seks.schemas.yaml.YamlFields;
import dev.seks.schemas.yaml.YamlNode;
import dev.seks.schemas.yaml.YamlScalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code sql: select id, total from orders where customer = :customer}. */
final class SqlForm implements CallForm {
    static final int MAX_KEYS = 16;

    @Override
    public String key() {
        return "sql";
    }

    @Override
    public Set<String> moreKeys() {
        return Set.of("max_rows", "generated_keys");
    }

    @Override
    public Optional<Opened> open(YamlNode node, YamlFields action, ServiceParts service, Faults faults) {
        Optional<YamlScalar> text = YamlFields.text(node, key(), faults);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        YamlScalar at = text.get();
        if (!service.has().contains("database")) {
            faults.add(at, "an sql action needs the service's database");
        }
        if (!service.has().contains("credential") || !service.injectsInto(Credential.Login.class)) {
            faults.add(
                    at, "an sql action needs a credential with inject: { login: \"" + Credential.Login.FORM + "\" }");
        }
        int maxRows = action.integer("max_rows", 1, Call.SqlCall.MAX_ROWS)
                .map(Long::intValue)
                .orElse(Call.SqlCall.DEFAULT_MAX_ROWS);
        List<String> keys = keys(action, faults);
        return SqlStatement.parse(at.text(), fault -> faults.add(at, "sql has " + fault))
                .map(statement -> new OpenedSql(at, statement, maxRows, keys, faults));
    }

    private static List<String> keys(YamlFields action, Faults faults) {
        List<String> keys = new ArrayList<>();
        for (YamlScalar key : action.texts("generated_keys")) {
            if (!key.text().matches("[a-z_][a-z0-9_]{0,62}") || keys.contains(key.text()) || keys.size() == MAX_KEYS) {
                faults.add(
                        key,
                        "generated_keys " + key.described() + ", expected at most " + MAX_KEYS
                                + " different columns such as id");
            } else {
                keys.add(key.text());
            }
        }
        return keys;
    }

    private record OpenedSql(YamlScalar at, SqlStatement statement, int maxRows, List<String> keys, Faults faults)
            implements Opened {

        @Override
        public boolean names(String param) {
            return statement.params().contains(param);
        }

        @Override
        public Optional<Place> placeOf(String param) {
            return names(param) ? Optional.of(Place.STATEMENT) : Optional.empty();
        }

        @Override
        public Set<Place> places() {
            return Set.of(Place.STATEMENT);
        }

        @Override
        public String howToPlace(String param) {
            return ":" + param + " in the statement";
        }

        @Override
        public Optional<Call> close(TemplateLoader.Declared declared, Effect effect) {
            boolean fits = true;
            for (String name : statement.params()) {
                if (!declared.written().contains(name)) {
                    faults.add(
                            at,
                            ":" + name + " is not a parameter of this action"
                                    + Suggestion.didYouMean(name, declared.written()));
                    fits = false;
                }
            }
            if (!keys.isEmpty() && !statement.changesSomething()) {
                faults.add(at, "generated_keys on a statement that is no INSERT, UPDATE, DELETE or MERGE");
                fits = false;
            }
            return fits
                    ? Optional.of(new Call.SqlCall(statement, effect == Effect.READ, maxRows, keys))
                    : Optional.empty();
        }
    }
}
