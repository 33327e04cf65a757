// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

import dev.seks.approval.attempt.Who;
import dev.seks.approval.signon.Provider;
import dev.seks.approval.signon.SignOnOutcome.Why;
import dev.seks.schemas.record.AttemptReason;
import dev.seks.schemas.text.Printable;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The pages through which a person comes and goes. */
final class SignInPages {
    private final SignIn signIn;
    private final Pages pages;
    private final String provider;
    private final Refusals refusals;

    /** {@code provider}: with whom people sign on, if with anybody. */
    SignInPages(SignIn signIn, Optional<Provider> provider, Pages pages, Refusals refusals) {
        this.signIn = signIn;
        this.refusals = refusals;
        this.pages = pages;
        this.provider = provider.map(Provider::label).map(Printable::of).orElse("");
    }

    void ask(Context ctx) {
        if (signIn.session(ctx).isPresent()) {
            ctx.redirect("/", HttpStatus.SEE_OTHER);
        } else {
            ask(ctx, 200, "", SignIn.back(ctx.queryParam("back")));
        }
    }

    void byToken(Context ctx) throws IOException {
        Map<String, String> form = Body.form(ctx);
        String back = SignIn.back(form.get("back"));
        if (signIn.byToken(ctx, form.getOrDefault("token", ""))) {
            ctx.redirect(back, HttpStatus.SEE_OTHER);
        } else {
            refusals.stranger(ctx, AttemptReason.WRONG_TOKEN, Who.NOBODY);
            ask(ctx, 401, "That is not the token.", back);
        }
    }

    void byLink(Context ctx) {
        if (signIn.byCode(ctx, ctx.pathParam("code"))) {
            welcome(ctx, "/");
        } else {
            refusals.stranger(ctx, AttemptReason.WRONG_LINK, Who.NOBODY);
            ask(ctx, 401, "This link was used before or is too old. Ask for a new one, or paste the token.", "/");
        }
    }

    /**
     * The page leads on by itself instead of redirecting: a redirect that began on another site, such as a chat, would
     * arrive without the strict cookie just set.
     */
    void welcome(Context ctx, String back) {
        pages.send(ctx, 200, "welcome", Map.of("frame", Frame.signedOut("Signed in"), "to", back));
    }

    /** Says why somebody is not signed on, as far as it is known who. */
    void refused(Context ctx, int status, Why why, Who who) {
        refusals.stranger(ctx, AttemptReason.valueOf("SIGN_ON_" + why.name()), who);
        String sentence = why.sentence();
        ask(ctx, status, sentence.substring(0, 1).toUpperCase(Locale.ROOT) + sentence.substring(1) + ".", "/");
    }

    void signOut(Context ctx) throws IOException {
        Optional<Session> session = signIn.session(ctx);
        if (session.isPresent()) {
            session.get().require(Body.form(ctx));
            signIn.end(ctx);
        }
        ctx.redirect("/sign-in", HttpStatus.SEE_OTHER);
    }

    private void ask(Context ctx, int status, String fault, String back) {
        pages.send(
                ctx,
                status,
                "signin",
                Map.of("frame", Frame.signedOut("Sign in"), "fault", fault, "provider", provider, "back", back));
    }
}
