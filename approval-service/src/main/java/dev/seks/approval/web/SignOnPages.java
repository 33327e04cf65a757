// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

import dev.seks.approval.attempt.Who;
import dev.seks.approval.signon.Begun;
import dev.seks.approval.signon.Provider;
import dev.seks.approval.signon.SignOnOutcome;
import dev.seks.approval.signon.SignOnOutcome.Refused;
import dev.seks.approval.signon.SignOnOutcome.Vouched;
import dev.seks.approval.signon.SignOnOutcome.Why;
import dev.seks.schemas.text.Printable;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.HttpStatus;
import io.javalin.http.SameSite;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leads people to the provider, and takes those who come back. Every attempt is logged, and those
 * that are refused are journalled.
 */
final class SignOnPages {
    static final String BEGIN = "/sign-in/sso";
    static final String DONE = "/sign-in/sso/done";
    private static final String COOKIE = "seks-sign-on";
    private static final Logger LOG = LoggerFactory.getLogger(SignOnPages.class);

    private final Optional<Provider> provider;
    private final SignIn signIn;
    private final SignInPages pages;
    private final People people;
    private final Supplier<URI> url;
    private final SignOns signOns;

    /** {@code url}: where people reach the inbox, which is where the provider sends them back to. */
    SignOnPages(
            Optional<Provider> provider,
            SignIn signIn,
            SignInPages pages,
            People people,
            Supplier<URI> url,
            Clock clock) {
        this.provider = provider;
        this.signIn = signIn;
        this.pages = pages;
        this.people = people;
        this.url = url;
        this.signOns = new SignOns(clock);
    }

    void begin(Context ctx) {
        Provider there = provider.orElseThrow(SignOnPages::notHere);
        URI home = url.get();
        String back = SignIn.back(ctx.queryParam("back"));
        if (!home.getAuthority().equalsIgnoreCase(Objects.requireNonNullElse(ctx.header("Host"), ""))) {
            // the cookie must be set where the provider sends people back to
            ctx.redirect(home.resolve(BEGIN + "?back=" + back).toString(), HttpStatus.SEE_OTHER);
            return;
        }
        Optional<Begun> begun = there.begin(home.resolve(DONE));
        if (begun.isEmpty()) {
            refuse(ctx, new Refused(Why.UNREACHABLE), null);
            return;
        }
        String browser = Tokens.random();
        signOns.put(begun.get(), browser, back);
        ctx.cookie(cookie(ctx, browser, (int) SignOns.LIFE.toSeconds()));
        ctx.redirect(begun.get().address().toString(), HttpStatus.SEE_OTHER);
    }

    void done(Context ctx) {
        Provider there = provider.orElseThrow(SignOnPages::notHere);
        String browser = Objects.requireNonNullElse(ctx.cookie(name(ctx)), "");
        ctx.cookie(cookie(ctx, "", 0));
        List<String> states = ctx.queryParams("state");
        Optional<SignOns.UnderWay> underWay =
                states.size() == 1 ? signOns.take(states.get(0), browser) : Optional.empty();
        if (underWay.isEmpty()) {
            refuse(ctx, new Refused(Why.NOT_BEGUN_HERE), null);
            return;
        }
        SignOnOutcome outcome = there.finish(underWay.get().begun(), ctx.queryParamMap());
        if (outcome instanceof Vouched vouched) {
            take(ctx, vouched, underWay.get().back());
        } else if (outcome instanceof Refused refused) {
            refuse(ctx, refused, null);
        }
    }

    private void take(Context ctx, Vouched vouched, String back) {
        Identity.SignedOn who = new Identity.SignedOn(vouched.issuer(), vouched.subject(), vouched.email());
        if (!people.isListed(who)) {
            refuse(ctx, new Refused(Why.NOT_LISTED, vouched.issuer(), vouched.subject()), vouched.email());
            return;
        }
        log("signed_on", vouched.issuer(), vouched.subject(), vouched.email());
        signIn.begin(ctx, who);
        pages.welcome(ctx, back);
    }

    private void refuse(Context ctx, Refused refused, @Nullable String email) {
        Why why = refused.why();
        log(why.name(), refused.issuer(), refused.subject(), email);
        Who.Vouched vouched = refused.issuer() == null || refused.subject() == null
                ? null
                : new Who.Vouched(refused.issuer(), refused.subject(), email, true);
        int status = why == Why.UNREACHABLE || why == Why.BUSY ? 503 : 403;
        pages.refused(ctx, status, why, new Who(null, vouched));
    }

    private static void log(String outcome, @Nullable String issuer, @Nullable String subject, @Nullable String email) {
        LOG.atInfo()
                .addKeyValue("issuer", issuer == null ? "" : Printable.of(issuer))
                .addKeyValue("subject", subject == null ? "" : Printable.of(subject))
                .addKeyValue("email", email == null ? "" : email)
                .addKeyValue("reason", outcome)
                .log("sign-on attempted");
    }

    private static HttpProblem notHere() {
        return new HttpProblem(404, "NOT_FOUND", "no sign-on provider is configured here");
    }

    /** It comes back with a redirect that begins at the provider, which a strict cookie would not. */
    private Cookie cookie(Context ctx, String value, int maxAgeSeconds) {
        return new Cookie(name(ctx), value, BEGIN, maxAgeSeconds, signIn.isSecure(), true, null, SameSite.LAX);
    }

    private static String name(Context ctx) {
        return COOKIE + "-" + ctx.req().getLocalPort();
    }
}
