// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** The pages through which a person comes and goes. */
final class SignInPages {
    private final SignIn signIn;
    private final Pages pages;

    SignInPages(SignIn signIn, Pages pages) {
        this.signIn = signIn;
        this.pages = pages;
    }

    void ask(Context ctx) {
        if (signIn.session(ctx).isPresent()) {
            ctx.redirect("/", HttpStatus.SEE_OTHER);
        } else {
            ask(ctx, 200, "");
        }
    }

    void byToken(Context ctx) throws IOException {
        if (signIn.byToken(ctx, Body.form(ctx).getOrDefault("token", ""))) {
            ctx.redirect("/", HttpStatus.SEE_OTHER);
        } else {
            ask(ctx, 401, "That is not the token.");
        }
    }

    /**
     * The page leads on by itself instead of redirecting: a redirect that began on another site, such as a chat, would
     * arrive without the strict cookie just set.
     */
    void byLink(Context ctx) {
        if (signIn.byCode(ctx, ctx.pathParam("code"))) {
            pages.send(ctx, 200, "welcome", Map.of("frame", Frame.signedOut("Signed in")));
        } else {
            ask(ctx, 401, "This link was used before or is too old. Ask for a new one, or paste the token.");
        }
    }

    void signOut(Context ctx) throws IOException {
        Optional<Session> session = signIn.session(ctx);
        if (session.isPresent()) {
            session.get().require(Body.form(ctx));
            signIn.end(ctx);
        }
        ctx.redirect("/sign-in", HttpStatus.SEE_OTHER);
    }

    private void ask(Context ctx, int status, String fault) {
        pages.send(ctx, status, "signin", Map.of("frame", Frame.signedOut("Sign in"), "fault", fault));
    }
}
