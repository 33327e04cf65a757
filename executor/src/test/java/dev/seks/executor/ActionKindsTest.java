// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.executor.call.CallBounds;
import dev.seks.executor.call.Caller;
import dev.seks.schemas.catalogue.Call;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActionKindsTest {
    @TempDir
    Path folder;

    @Test
    void everyKindOfCallHasOneCaller() {
        List<Caller<?>> callers = ActionKinds.all(folder, CallBounds.DEFAULT, Clock.systemUTC());

        assertThat(callers).extracting(Caller::kind).doesNotHaveDuplicates();
        assertThat(callers.stream().map(caller -> (Object) caller.kind()).toList())
                .containsExactlyInAnyOrder(
                        List.of(Call.class.getPermittedSubclasses()).toArray());
        callers.forEach(Caller::close);
    }
}
