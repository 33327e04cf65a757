// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seks.cli.Seks;
import dev.seks.schemas.wire.RecordJson;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Objects;

/** A {@code seks} command line, run in this process: its exit code, and what it wrote. */
public record Run(int code, String out, String err) {

    public static Run seks(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Seks.run(args, new PrintWriter(out), new PrintWriter(err, true));
        return new Run(code, out.toString(), err.toString());
    }

    /** Each line of standard output as JSON. */
    public List<JsonNode> json() {
        return out.lines()
                .map(line -> Objects.requireNonNull(RecordJson.read(line), line))
                .toList();
    }
}
