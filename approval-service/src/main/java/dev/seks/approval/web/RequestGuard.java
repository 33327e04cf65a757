// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

import io.javalin.http.Context;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets through only requests that were meant for this service: the Host must be a name of ours, which stops DNS
 * rebinding, and an Origin, when a browser sends one, must be our own, which stops other sites. It also sets the headers
 * that every answer carries.
 */
final class RequestGuard {
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");
    private static final String CONTENT_POLICY =
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self';"
                    + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private final @Nullable URI publicUrl;

    /** {@code publicUrl}: where else than on loopback the service is reached, or null. */
    RequestGuard(@Nullable URI publicUrl) {
        this.publicUrl = publicUrl;
    }

    void check(Context ctx) {
        secure(ctx);
        List<String> hosts = Collections.list(ctx.req().getHeaders("Host"));
        if (hosts.size() != 1 || !isOurs(hosts.get(0))) {
            throw new HttpProblem(403, "FOREIGN_HOST", "the Host is none of this service's names");
        }
        List<String> origins = Collections.list(ctx.req().getHeaders("Origin"));
        if (origins.size() > 1 || origins.size() == 1 && !isOurs(origins.get(0), hosts.get(0))) {
            throw new HttpProblem(403, "FOREIGN_ORIGIN", "the Origin is not this service's own");
        }
    }

    private void secure(Context ctx) {
        ctx.header("Content-Security-Policy", CONTENT_POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .header("X-Frame-Options", "DENY")
                // not no-referrer: with that, browsers send "Origin: null" with our own forms
                .header("Referrer-Policy", "same-origin")
                .header("Cross-Origin-Opener-Policy", "same-origin")
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .header("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
                .header("Cache-Control", "no-store");
        if (publicUrl != null && publicUrl.getScheme().equals("https")) {
            ctx.header("Strict-Transport-Security", "max-age=31536000");
        }
    }

    private boolean isOurs(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return LOOPBACK.contains(name(lower)) || publicUrl != null && lower.equals(authority(publicUrl));
    }

    private boolean isOurs(String origin, String host) {
        String lower = origin.toLowerCase(Locale.ROOT);
        if (publicUrl != null && lower.equals(publicUrl.getScheme() + "://" + authority(publicUrl))) {
            return true;
        }
        String authority = host.toLowerCase(Locale.ROOT);
        return LOOPBACK.contains(name(authority)) && lower.equals("http://" + authority);
    }

    private static String name(String authority) {
        int colon = authority.lastIndexOf(':');
        return colon > authority.lastIndexOf(']') ? authority.substring(0, colon) : authority;
    }

    private static String authority(URI url) {
        return url.getAuthority().toLowerCase(Locale.ROOT);
    }
}
