// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.dev;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.schemas.catalogue.ActionCatalogue;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BuiltInTest {
    @Test
    void hasAnActionForEveryPatternOfTheExamplePolicy() {
        ActionCatalogue.Result result = ActionCatalogue.load(BuiltIn.catalogue("http://127.0.0.1:1234"));

        assertThat(result).isInstanceOf(ActionCatalogue.Loaded.class);
        ActionCatalogue catalogue = ((ActionCatalogue.Loaded) result).catalogue();
        for (String action :
                List.of("repos.list", "repos.get", "issues.list", "repos.delete", "repos.create", "admin.users.list")) {
            assertThat(catalogue.action("github", action)).as(action).isPresent();
        }
        for (String action : List.of("draft.create", "draft.read", "draft.list", "send")) {
            assertThat(catalogue.action("email", action)).as(action).isPresent();
        }
    }
}
