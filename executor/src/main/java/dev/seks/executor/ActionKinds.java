// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor;

import dev.seks.executor.call.CallBounds;
import dev.seks.executor.call.Caller;
import dev.seks.executor.file.FileCaller;
import dev.seks.executor.http.HttpCaller;
import dev.seks.executor.mail.MailCaller;
import dev.seks.executor.sql.SqlCaller;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** Every kind of action that the executor can do: the one place to name a new one. */
public final class ActionKinds {
    private ActionKinds() {}

    /**
     * A caller for each kind.
     *
     * @param fileRoot the folder below which {@code file} actions work
     * @param clock dates what is sent
     */
    public static List<Caller<?>> all(Path fileRoot, CallBounds bounds, Clock clock) {
        return List.of(new HttpCaller(bounds), new FileCaller(fileRoot), new SqlCaller(), new MailCaller(clock));
    }
}
