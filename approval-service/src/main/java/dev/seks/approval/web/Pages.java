// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.javalin.http.Context;
import java.nio.file.Path;
import java.util.Map;

/** Renders the pages, which are compiled with the code; every value is escaped for the place where it stands. */
final class Pages {
    /** Where the build puts them; it empties this package first, so nothing else may live in it. */
    private static final String PACKAGE = "dev.seks.approval.page";

    private final TemplateEngine engine =
            TemplateEngine.createPrecompiled(Path.of("."), ContentType.Html, Pages.class.getClassLoader(), PACKAGE);

    void send(Context ctx, int status, String page, Map<String, Object> values) {
        StringOutput out = new StringOutput();
        engine.render(page + ".jte", values, out);
        ctx.status(status).contentType("text/html; charset=utf-8").result(out.toString());
    }

    /** Tells a person that something is not as they asked. */
    void problem(Context ctx, HttpProblem problem) {
        send(
                ctx,
                problem.status(),
                "problem",
                Map.of(
                        "frame",
                        Frame.signedOut("Not possible"),
                        "status",
                        problem.status(),
                        "detail",
                        problem.detail()));
    }
}
