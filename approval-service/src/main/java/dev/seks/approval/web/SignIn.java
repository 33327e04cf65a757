// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tells who calls: by the bearer token, or by a session that began with the token or with a one-time code. */
final class SignIn {
    private static final String COOKIE = "seks-inbox";
    private static final Pattern BACK = Pattern.compile("/approvals/[0-9a-f]{6,64}|/grants");
    private static final String BEARER = "Bearer ";

    private final Identity local;
    private final String tokenDigest;
    private final boolean secureCookies;
    private final Sessions sessions;
    private final SignInCodes codes;

    /** {@code person}: whose token it is; {@code secureCookies}: whether browsers reach the service by https only. */
    SignIn(String person, String token, boolean secureCookies, Clock clock) {
        this.local = new Identity.Local(person);
        this.tokenDigest = Tokens.digest(token);
        this.secureCookies = secureCookies;
        this.sessions = new Sessions(clock);
        this.codes = new SignInCodes(clock);
    }

    /** The caller, or a 401. A token that is wrong is not made good by a session. */
    Caller required(Context ctx) {
        List<String> given = authorization(ctx);
        if (!given.isEmpty()) {
            if (!isToken(given)) {
                throw HttpProblem.wrongToken();
            }
            return new Caller(local, null);
        }
        Session session = session(ctx).orElseThrow(HttpProblem::notSignedIn);
        return new Caller(session.who(), session);
    }

    /** Who the request shows to be, if anybody, without that being something they do. */
    Optional<Identity> shown(Context ctx) {
        List<String> given = authorization(ctx);
        if (!given.isEmpty()) {
            return isToken(given) ? Optional.of(local) : Optional.empty();
        }
        return glance(ctx).map(Session::who);
    }

    private static List<String> authorization(Context ctx) {
        return Collections.list(ctx.req().getHeaders("Authorization"));
    }

    private boolean isToken(List<String> given) {
        return given.size() == 1
                && given.get(0).startsWith(BEARER)
                && Tokens.matches(given.get(0).substring(BEARER.length()), tokenDigest);
    }

    /** The session, which stays alive by it unless the page asks by itself. */
    Optional<Session> session(Context ctx) {
        return isByItself(ctx)
                ? glance(ctx)
                : Optional.ofNullable(ctx.cookie(cookieName(ctx))).flatMap(sessions::find);
    }

    /** The session, without anybody having done anything. */
    Optional<Session> glance(Context ctx) {
        return Optional.ofNullable(ctx.cookie(cookieName(ctx))).flatMap(sessions::glance);
    }

    boolean isAlive(Session session) {
        return sessions.isAlive(session);
    }

    /** Whether a page that is open asks, to look the way it would now. */
    static boolean isByItself(Context ctx) {
        return ctx.header("HX-Request") != null;
    }

    /** A new code for a link that signs the token's person in once. */
    String issueCode() {
        return codes.issue();
    }

    boolean byToken(Context ctx, String token) {
        return begin(ctx, Tokens.matches(token.strip(), tokenDigest));
    }

    boolean byCode(Context ctx, String code) {
        return begin(ctx, codes.redeem(code));
    }

    void end(Context ctx) {
        String value = ctx.cookie(cookieName(ctx));
        if (value != null) {
            sessions.close(value);
        }
        ctx.cookie(cookie(ctx, "", 0));
    }

    private boolean begin(Context ctx, boolean right) {
        if (right) {
            begin(ctx, local);
        }
        return right;
    }

    /** Where to go after signing in: the page of a request or of the grants, if that was wanted, else the list. */
    static String back(@Nullable String wanted) {
        return wanted != null && BACK.matcher(wanted).matches() ? wanted : "/";
    }

    boolean isSecure() {
        return secureCookies;
    }

    /** Signs somebody in who has shown who they are; whatever session they had ends. */
    void begin(Context ctx, Identity who) {
        String before = ctx.cookie(cookieName(ctx));
        if (before != null) {
            sessions.close(before);
        }
        ctx.cookie(cookie(ctx, sessions.open(who), (int) Session.LIFE.toSeconds()));
    }

    private Cookie cookie(Context ctx, String value, int maxAgeSeconds) {
        return new Cookie(cookieName(ctx), value, "/", maxAgeSeconds, secureCookies, true, null, SameSite.STRICT);
    }

    /** Cookies do not tell ports apart: two services on one machine must not share a name. */
    private static String cookieName(Context ctx) {
        return COOKIE + "-" + ctx.req().getLocalPort();
    }
}
