// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.signon;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jwt.JWT;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.AuthenticationResponse;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import dev.seks.approval.signon.SignOnOutcome.Refused;
import dev.seks.approval.signon.SignOnOutcome.Vouched;
import dev.seks.approval.signon.SignOnOutcome.Why;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The OpenID Connect provider with whom people sign on. Safe for use by many threads. */
public final class Provider {
    /** How many exchanges there are with it at once, so that one that hangs does not hold up the inbox. */
    static final int MAX_AT_ONCE = 8;

    private static final Scope SCOPE = new Scope("openid", "email");
    private static final Logger LOG = LoggerFactory.getLogger(Provider.class);

    private final ClientID client;
    private final @Nullable Secret secret;
    private final String label;
    private final SignOnHttp http = new SignOnHttp();
    private final Discovery discovery;
    private final Address address = new Address(http);
    private final Semaphore room = new Semaphore(MAX_AT_ONCE);

    /** {@code secret}: of the client; null for a public one. */
    public Provider(SignOnConfig config, @Nullable String secret, Clock clock) {
        this.client = new ClientID(config.clientId());
        this.secret = secret == null ? null : new Secret(secret);
        this.label = config.label();
        this.discovery = new Discovery(config.issuer(), client, http, clock);
    }

    /** What people call it. */
    public String label() {
        return label;
    }

    /** Begins a sign-on that comes back to {@code callback}; empty when the provider does not answer. */
    public Optional<Begun> begin(URI callback) {
        if (!room.tryAcquire()) {
            return Optional.empty();
        }
        try {
            State state = new State();
            Nonce nonce = new Nonce();
            CodeVerifier verifier = new CodeVerifier();
            URI there = new AuthenticationRequest.Builder(ResponseType.CODE, SCOPE, client, callback)
                    .endpointURI(discovery.known().metadata().getAuthorizationEndpointURI())
                    .state(state)
                    .nonce(nonce)
                    .codeChallenge(verifier, CodeChallengeMethod.S256)
                    .build()
                    .toURI();
            return Optional.of(new Begun(there, state.getValue(), nonce.getValue(), verifier.getValue(), callback));
        } catch (IOException | ParseException e) {
            LOG.warn("the sign-on provider does not answer as it should", e);
            return Optional.empty();
        } finally {
            room.release();
        }
    }

    /**
     * Ends a sign-on with what came back, given once.
     *
     * @param answer the parameters of the callback, whose state is that of {@code begun}
     */
    public SignOnOutcome finish(Begun begun, Map<String, List<String>> answer) {
        if (!room.tryAcquire()) {
            return new Refused(Why.BUSY);
        }
        try {
            return finish(begun, answer, discovery.known());
        } catch (IOException e) {
            LOG.warn("the sign-on provider does not answer", e);
            return new Refused(Why.UNREACHABLE);
        } catch (JOSEException e) {
            LOG.warn("the keys of the sign-on provider are not to be had", e);
            return new Refused(Why.UNREACHABLE);
        } catch (ParseException | BadJOSEException e) {
            LOG.warn("a sign-on is not believed: {}", e.getMessage());
            return new Refused(Why.NOT_GENUINE);
        } finally {
            room.release();
        }
    }

    private SignOnOutcome finish(Begun begun, Map<String, List<String>> answer, Discovery.Known known)
            throws IOException, ParseException, JOSEException, BadJOSEException {
        AuthenticationResponse response = AuthenticationResponseParser.parse(begun.callback(), answer);
        boolean named = response.getIssuer() != null;
        boolean mustBeNamed = known.metadata().supportsAuthorizationResponseIssuerParam();
        if (named ? !response.getIssuer().equals(known.metadata().getIssuer()) : mustBeNamed) {
            throw new ParseException("a callback of another provider");
        }
        if (!response.indicatesSuccess()) {
            return new Refused(Why.REFUSED_THERE);
        }
        AuthorizationCode code = response.toSuccessResponse().getAuthorizationCode();
        if (code == null) {
            throw new ParseException("a callback without a code");
        }
        TokenResponse tokens = OIDCTokenResponseParser.parse(
                tokenRequest(begun, code, known).toHTTPRequest().send(http));
        return tokens instanceof OIDCTokenResponse good
                ? vouched(good.getOIDCTokens(), begun, known)
                : new Refused(Why.REFUSED_THERE);
    }

    private TokenRequest tokenRequest(Begun begun, AuthorizationCode code, Discovery.Known known) {
        AuthorizationCodeGrant grant =
                new AuthorizationCodeGrant(code, begun.callback(), new CodeVerifier(begun.verifier()));
        URI endpoint = known.metadata().getTokenEndpointURI();
        return secret == null
                ? new TokenRequest.Builder(endpoint, client, grant).build()
                : new TokenRequest.Builder(endpoint, authentication(secret, known), grant).build();
    }

    /** By header, unless the provider takes it in the body alone. */
    private ClientAuthentication authentication(Secret shown, Discovery.Known known) {
        List<ClientAuthenticationMethod> methods = known.metadata().getTokenEndpointAuthMethods();
        boolean inBody = methods != null
                && methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                && !methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC);
        return inBody ? new ClientSecretPost(client, shown) : new ClientSecretBasic(client, shown);
    }

    private SignOnOutcome vouched(OIDCTokens tokens, Begun begun, Discovery.Known known)
            throws IOException, ParseException, JOSEException, BadJOSEException {
        JWT token = tokens.getIDToken();
        if (token == null) {
            throw new ParseException("an answer without an ID token");
        }
        IDTokenClaimsSet claims = known.validator().validate(token, new Nonce(begun.nonce()));
        requireForUs(claims);
        String subject = claims.getSubject().getValue();
        String issuer = known.metadata().getIssuer().getValue();
        Optional<String> email = address.of(claims, tokens.getBearerAccessToken(), known.metadata());
        return email.isPresent()
                ? new Vouched(issuer, subject, email.get())
                : new Refused(Why.NO_VERIFIED_EMAIL, issuer, subject);
    }

    /** OpenID Connect Core 3.1.3.7, steps 4 and 5: a token for several must have been issued to this one of them. */
    private void requireForUs(IDTokenClaimsSet claims) throws ParseException {
        boolean forOthersToo = claims.getAudience().size() > 1;
        boolean issuedToUs = claims.getAuthorizedParty() != null
                && claims.getAuthorizedParty().getValue().equals(client.getValue());
        if (!issuedToUs && (forOthersToo || claims.getAuthorizedParty() != null)) {
            throw new ParseException("an ID token that was issued to another client");
        }
    }
}
