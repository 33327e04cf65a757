// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.signon;

import com.nimbusds.jose.Algorithm;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.AuthenticationSuccessResponse;
import com.nimbusds.openid.connect.sdk.SubjectType;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A small OpenID Connect provider on this machine, which signs everybody on as its one user, checks what it is sent as
 * the standards say, and can be made to lie.
 */
public final class FakeProvider implements AutoCloseable {
    public static final String CLIENT = "seks-inbox";
    public static final String SECRET = "a-client-secret-of-some-length";
    public static final String SUBJECT = "248289761001";

    private static final RSAKey FIRST = newKey();

    private final HttpServer server;
    private final URI issuer;
    private final Map<String, AuthenticationRequest> codes = new ConcurrentHashMap<>();
    private final AtomicInteger redeemed = new AtomicInteger();
    private volatile RSAKey key = FIRST;
    private volatile Signing signing = Signing.GENUINE;
    private volatile Consumer<JWTClaimsSet.Builder> claims = builder -> {};
    private volatile @Nullable String userInfo;
    private volatile URI calledItself;
    private volatile boolean down;
    private volatile boolean namesItself = true;

    /** How ID tokens are signed. */
    public enum Signing {
        GENUINE,
        /** With {@code alg=none}. */
        NOT_AT_ALL,
        /** With a key that it does not publish, under the id of one that it does. */
        BY_ANOTHER_KEY,
        /** With its public key taken for a shared secret. */
        BY_PUBLIC_KEY_AS_SECRET,
        /** With the client's secret. */
        BY_CLIENT_SECRET
    }

    public FakeProvider() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new AssertionError("no port", e);
        }
        issuer = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/realm");
        calledItself = issuer;
        server.createContext("/", this::answer);
        server.start();
    }

    public SignOnConfig config() {
        return new SignOnConfig(issuer, CLIENT, Path.of("given"), "Acme", null);
    }

    /** The claims of ID tokens, changed before they are signed. */
    public FakeProvider saying(Consumer<JWTClaimsSet.Builder> change) {
        claims = change;
        return this;
    }

    public FakeProvider signing(Signing how) {
        signing = how;
        return this;
    }

    /** Leaves the address out of ID tokens; whoever asks for it gets this. */
    public FakeProvider tellingOnRequest(String json) {
        userInfo = json;
        return saying(token -> token.claim("email", null).claim("email_verified", null));
    }

    /** Says that it is somebody else. */
    public FakeProvider calling(String other) {
        calledItself = URI.create(other);
        return this;
    }

    /** Says in callbacks that they are its own, or does not. */
    public FakeProvider namingItself(boolean does) {
        namesItself = does;
        return this;
    }

    public FakeProvider down(boolean is) {
        down = is;
        return this;
    }

    /** Signs with a new key from now on, and publishes that alone. */
    public FakeProvider rotate() {
        key = newKey();
        return this;
    }

    /** How many codes were redeemed. */
    public int redeemed() {
        return redeemed.get();
    }

    private static RSAKey newKey() {
        try {
            return new RSAKeyGenerator(2048)
                    .keyUse(KeyUse.SIGNATURE)
                    .keyID(UUID.randomUUID().toString())
                    .generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (down) {
                send(exchange, 503, "{}");
                return;
            }
            switch (exchange.getRequestURI().getPath()) {
                case "/realm/.well-known/openid-configuration" -> send(exchange, 200, metadata());
                case "/realm/keys" -> send(exchange, 200, new JWKSet(key).toString(true));
                case "/realm/authorize" -> authorize(exchange);
                case "/realm/token" -> token(exchange);
                case "/realm/userinfo" -> userInfo(exchange);
                default -> send(exchange, 404, "{}");
            }
        } catch (ParseException | JOSEException e) {
            send(exchange, 400, "{\"error\":\"invalid_request\"}");
        }
    }

    private String metadata() {
        OIDCProviderMetadata metadata =
                new OIDCProviderMetadata(new Issuer(calledItself), List.of(SubjectType.PUBLIC), at("keys"));
        metadata.setAuthorizationEndpointURI(at("authorize"));
        metadata.setTokenEndpointURI(at("token"));
        metadata.setUserInfoEndpointURI(at("userinfo"));
        metadata.setResponseTypes(List.of(ResponseType.CODE));
        metadata.setIDTokenJWSAlgs(
                List.of(JWSAlgorithm.RS256, JWSAlgorithm.HS256, new JWSAlgorithm(Algorithm.NONE.getName())));
        metadata.setSupportsAuthorizationResponseIssuerParam(true);
        return metadata.toJSONObject().toJSONString();
    }

    private URI at(String path) {
        return URI.create(issuer + "/" + path);
    }

    private void authorize(HttpExchange exchange) throws IOException, ParseException {
        AuthenticationRequest asked = AuthenticationRequest.parse(exchange.getRequestURI());
        boolean right = asked.getClientID().getValue().equals(CLIENT)
                && asked.getResponseType().equals(ResponseType.CODE)
                && asked.getScope().contains("openid")
                && asked.getCodeChallengeMethod() == CodeChallengeMethod.S256
                && asked.getState() != null
                && asked.getNonce() != null
                && asked.getRedirectionURI().getPath().equals("/sign-in/sso/done");
        if (!right) {
            throw new ParseException("not as it must be");
        }
        AuthorizationCode code = new AuthorizationCode();
        codes.put(code.getValue(), asked);
        URI back = new AuthenticationSuccessResponse(
                        asked.getRedirectionURI(),
                        code,
                        null,
                        null,
                        asked.getState(),
                        null,
                        namesItself ? new Issuer(issuer) : null,
                        null)
                .toURI();
        exchange.getResponseHeaders().add("Location", back.toString());
        exchange.sendResponseHeaders(302, -1);
    }

    private void token(HttpExchange exchange) throws IOException, ParseException, JOSEException {
        HTTPRequest sent = new HTTPRequest(HTTPRequest.Method.POST, at("token"));
        sent.setContentType(exchange.getRequestHeaders().getFirst("Content-Type"));
        sent.setAuthorization(exchange.getRequestHeaders().getFirst("Authorization"));
        sent.setBody(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        TokenRequest asked = TokenRequest.parse(sent);
        AuthorizationCodeGrant grant = (AuthorizationCodeGrant) asked.getAuthorizationGrant();
        AuthenticationRequest begun = codes.remove(grant.getAuthorizationCode().getValue());
        boolean right = begun != null
                && asked.getClientAuthentication() instanceof ClientSecretBasic shown
                && shown.getClientID().getValue().equals(CLIENT)
                && shown.getClientSecret().getValue().equals(SECRET)
                && begun.getRedirectionURI().equals(grant.getRedirectionURI())
                && CodeChallenge.compute(CodeChallengeMethod.S256, grant.getCodeVerifier())
                        .equals(begun.getCodeChallenge());
        if (!right) {
            send(exchange, 400, "{\"error\":\"invalid_grant\"}");
            return;
        }
        redeemed.incrementAndGet();
        send(
                exchange,
                200,
                "{\"access_token\":\"an-access-token\",\"token_type\":\"Bearer\",\"id_token\":\"%s\"}"
                        .formatted(idToken(begun.getNonce().getValue())));
    }

    private void userInfo(HttpExchange exchange) throws IOException {
        boolean right =
                "Bearer an-access-token".equals(exchange.getRequestHeaders().getFirst("Authorization"));
        send(exchange, right && userInfo != null ? 200 : 401, userInfo == null ? "{}" : userInfo);
    }

    private String idToken(String nonce) throws JOSEException {
        Instant now = Instant.now();
        JWTClaimsSet.Builder builder = new JWTClaimsSet.Builder()
                .issuer(issuer.toString())
                .subject(SUBJECT)
                .audience(CLIENT)
                .claim("nonce", nonce)
                .claim("email", "mika@acme.example")
                .claim("email_verified", true)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(300)));
        claims.accept(builder);
        JWTClaimsSet set = builder.build();
        return switch (signing) {
            case GENUINE -> signed(set, key);
            case NOT_AT_ALL -> new PlainJWT(set).serialize();
            case BY_ANOTHER_KEY ->
                signed(set, new RSAKey.Builder(newKey()).keyID(key.getKeyID()).build());
            case BY_PUBLIC_KEY_AS_SECRET -> hmac(set, key.toRSAPublicKey().getEncoded());
            case BY_CLIENT_SECRET -> hmac(set, (SECRET + SECRET).getBytes(StandardCharsets.UTF_8));
        };
    }

    private static String signed(JWTClaimsSet set, RSAKey by) throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(by.getKeyID()).build(), set);
        token.sign(new RSASSASigner(by));
        return token.serialize();
    }

    private String hmac(JWTClaimsSet set, byte[] secret) throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(key.getKeyID()).build(), set);
        token.sign(new MACSigner(secret));
        return token.serialize();
    }

    private static void send(HttpExchange exchange, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
