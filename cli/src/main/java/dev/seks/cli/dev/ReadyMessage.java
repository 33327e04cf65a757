// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.dev;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a person needs to know once everything runs: what is where, and what to paste next. */
final class ReadyMessage {
    private static final String EMBEDDED = "a real broker in this process, data in ";

    private ReadyMessage() {}

    static List<String> of(AllInOne all) {
        List<String> lines = new ArrayList<>();
        String data = all.options().data().equals(Path.of(".seks"))
                ? ""
                : " --data " + quoted(all.options().data().toString());
        lines.add("everything runs in this process, and on this machine alone:");
        lines.add("  kafka    " + all.kafka() + "   "
                + (all.options().kafka() == null ? EMBEDDED + all.folder().kafka() : "not run by seks"));
        lines.add("  inbox    " + all.signInLink() + "   where you approve; good once, for ten minutes");
        if (all.options().slack() != null) {
            lines.add("  slack    as " + all.options().slack() + " says   where you approve too");
        }
        if (all.options().notices() != null) {
            lines.add("  notices  as " + all.options().notices() + " says   who is told that a request waits");
        }
        all.forge()
                .ifPresent(forge -> lines.add(
                        "  forge    " + forge.baseUrl() + "   a small code forge and mail desk, for agents to act on"));
        lines.add("  policy   " + all.policy() + "   version " + all.policyVersion());
        lines.add("  log      " + all.folder().log());
        lines.add("  keys     " + all.keys().root() + "   agents sign with theirs; made by seks dev, for you alone");
        if (all.options().insecure()) {
            lines.add(
                    "  INSECURE: requests are not authenticated, whoever reaches the port of kafka can ask as any agent");
        }
        lines.add("try, in another terminal:");
        lines.add("  ./seks request" + data + " github repos.list owner=acme");
        lines.add("  ./seks request" + data + " github repos.create name=shop");
        lines.add("  ./seks approvals" + data);
        return lines;
    }

    private static String quoted(String path) {
        return path.matches("[A-Za-z0-9._/-]+") ? path : "'" + path.replace("'", "'\\''") + "'";
    }
}
