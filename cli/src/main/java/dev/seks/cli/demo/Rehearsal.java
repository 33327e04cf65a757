// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.demo;

import dev.seks.cli.policy.PolicyCommand;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import picocli.CommandLine;

/** Commands for policies, held in silence on a policy with conditions, which the demo does without. */
final class Rehearsal {
    private static final String CATALOGUE = """
            service: desk
            base_url: https://desk.example
            actions:
              notes.get:
                summary: "read note of {owner}"
                effect: read
                http: GET /notes/{owner}
                params: { owner: { type: string, required: true }, size: { type: integer, default: 1 } }
              notes.delete:
                summary: "delete note of {owner}"
                effect: delete
                http: DELETE /notes/{owner}
                params: { owner: { type: string, required: true }, size: { type: integer, default: 1 } }
            """;

    private final String policy;

    private Rehearsal(Path policy) {
        this.policy = policy.toString();
    }

    /** Runs the commands on files in the folder, and gives the worst of their exit codes. */
    static int in(Path folder) throws IOException {
        Files.writeString(Files.createDirectories(folder.resolve("catalogue")).resolve("desk.yaml"), CATALOGUE);
        Path policy = folder.resolve("rehearsal.yaml");
        try (InputStream text = Rehearsal.class.getResourceAsStream("rehearsal.yaml")) {
            Files.write(policy, Objects.requireNonNull(text, "rehearsal.yaml").readAllBytes());
        }
        return new Rehearsal(policy).play();
    }

    private int play() {
        int worst = run("check", policy);
        worst = Math.max(worst, run("test", policy));
        worst = Math.max(worst, run("diff", policy, policy));
        return Math.max(
                worst,
                run(
                        "explain",
                        policy,
                        "--agent",
                        "helper",
                        "--service",
                        "desk",
                        "--action",
                        "notes.get",
                        "--params",
                        "{\"owner\": \"ann\"}"));
    }

    private static int run(String... arguments) {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        return new CommandLine(new PolicyCommand())
                .setOut(nowhere)
                .setErr(nowhere)
                .execute(arguments);
    }
}
