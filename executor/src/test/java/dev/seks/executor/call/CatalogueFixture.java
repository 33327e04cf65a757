// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.call;

import dev.seks.schemas.catalogue.ActionCatalogue;
import dev.seks.schemas.yaml.SourceFile;
import java.util.List;
import java.util.Map;

/** Calls of services that tests describe in the words of the catalogue. */
public final class CatalogueFixture {
    private CatalogueFixture() {}

    public static ActionCatalogue catalogue(String text) {
        ActionCatalogue.Result result = ActionCatalogue.load(List.of(new SourceFile("test.yaml", text)));
        if (result instanceof ActionCatalogue.Loaded loaded) {
            return loaded.catalogue();
        }
        throw new IllegalArgumentException(result.toString());
    }

    /** A call of the only service in {@code text}, with parameters that nobody has checked. */
    public static ActionCall call(String text, String action, Map<String, Object> params) {
        var service = catalogue(text).services().values().iterator().next();
        return new ActionCall(
                new CallId("acme", "aeonbyte", "r-1"),
                service,
                service.action(action).orElseThrow(),
                params);
    }
}
