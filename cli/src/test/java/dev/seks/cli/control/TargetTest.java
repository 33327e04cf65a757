// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.schemas.control.Freeze;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {
    @Test
    void readsWhatPeopleType() {
        assertThat(Target.of(List.of("all"))).contains(new Freeze(null, null));
        assertThat(Target.of(List.of("agent", "bot"))).contains(new Freeze("bot", null));
        assertThat(Target.of(List.of("service", "shop"))).contains(new Freeze(null, "shop"));
        assertThat(Target.of(List.of("service", "shop", "agent", "bot"))).contains(new Freeze("bot", "shop"));
        assertThat(Target.of(List.of("agent", "all"))).contains(new Freeze("all", null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "agent", "agent Bot", "agent bot shop", "agent bot agent b", "bot", "all agent", "agent *"})
    void takesNothingElse(String words) {
        assertThat(Target.of(words.isEmpty() ? List.of() : List.of(words.split(" "))))
                .isEmpty();
    }
}
