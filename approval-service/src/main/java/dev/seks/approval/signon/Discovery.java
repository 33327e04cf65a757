// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.signon;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a provider says of itself, asked when first needed and again after an hour. */
final class Discovery {
    private static final String PATH = "/.well-known/openid-configuration";
    private static final Duration FRESH = Duration.ofHours(1);

    /** Those that a public key checks: with none, or with a secret that both sides hold, no token is signed for us. */
    private static final Set<JWSAlgorithm> TRUSTED = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    private static final Logger LOG = LoggerFactory.getLogger(Discovery.class);

    private final URI issuer;
    private final ClientID client;
    private final SignOnHttp http;
    private final Clock clock;
    private @Nullable Known known;

    Discovery(URI issuer, ClientID client, SignOnHttp http, Clock clock) {
        this.issuer = issuer;
        this.client = client;
        this.http = http;
        this.clock = clock;
    }

    /** What is known of it, and what checks its ID tokens. */
    record Known(OIDCProviderMetadata metadata, IDTokenValidator validator, Instant since) {}

    synchronized Known known() throws IOException, ParseException {
        Known before = known;
        if (before != null && clock.instant().isBefore(before.since().plus(FRESH))) {
            return before;
        }
        try {
            known = ask();
            return known;
        } catch (IOException e) {
            if (before == null) {
                throw e;
            }
            LOG.warn("the sign-on provider does not say what it is, going by what it said last");
            return before;
        }
    }

    private Known ask() throws IOException, ParseException {
        String base = issuer.toString();
        URI address = URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + PATH);
        OIDCProviderMetadata metadata = OIDCProviderMetadata.parse(http.get(address));
        // INVARIANT: the provider is the one that was named, or one could speak for another
        if (!metadata.getIssuer().getValue().equals(base)) {
            throw new ParseException("a provider that calls itself " + metadata.getIssuer() + ", expected " + base);
        }
        for (@Nullable
        URI endpoint : new URI[] {
            metadata.getAuthorizationEndpointURI(), metadata.getTokenEndpointURI(), metadata.getJWKSetURI()
        }) {
            if (!SignOnConfig.isSafe(endpoint)) {
                throw new ParseException("an endpoint " + endpoint + ", expected https");
            }
        }
        return new Known(metadata, validator(metadata), clock.instant());
    }

    private IDTokenValidator validator(OIDCProviderMetadata metadata) throws IOException, ParseException {
        JWKSource<SecurityContext> keys = JWKSourceBuilder.create(
                        metadata.getJWKSetURI().toURL(), http)
                .refreshAheadCache(false)
                .build();
        Set<JWSAlgorithm> algorithms = new LinkedHashSet<>(TRUSTED);
        List<JWSAlgorithm> offered = metadata.getIDTokenJWSAlgs();
        if (offered != null) {
            algorithms.retainAll(offered);
        }
        if (algorithms.isEmpty()) {
            throw new ParseException("a provider that signs with " + offered + ", expected one of " + TRUSTED);
        }
        return new IDTokenValidator(
                metadata.getIssuer(), client, new JWSVerificationKeySelector<>(algorithms, keys), null);
    }
}
