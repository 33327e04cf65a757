// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.signon;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.openid.connect.sdk.UserInfoRequest;
import com.nimbusds.openid.connect.sdk.UserInfoResponse;
import com.nimbusds.openid.connect.sdk.UserInfoSuccessResponse;
import com.nimbusds.openid.connect.sdk.claims.ClaimsSet;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.claims.UserInfo;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the address that a provider has verified: in the ID token or, since many leave it out there, by asking for it.
 *
 * <p>INVARIANT: an address that is not said to be verified, by a boolean, is none: anybody can claim one.
 */
final class Address {
    private static final Pattern ADDRESS = Pattern.compile("[\\x21-\\x7e&&[^@]]{1,64}@[A-Za-z0-9.-]{1,189}");

    private final SignOnHttp http;

    Address(SignOnHttp http) {
        this.http = http;
    }

    Optional<String> of(IDTokenClaimsSet claims, @Nullable BearerAccessToken access, OIDCProviderMetadata metadata)
            throws IOException, ParseException {
        boolean there = claims.getClaim(UserInfo.EMAIL_CLAIM_NAME) != null;
        if (there || access == null || metadata.getUserInfoEndpointURI() == null) {
            return verified(claims);
        }
        UserInfoResponse answer = UserInfoResponse.parse(new UserInfoRequest(metadata.getUserInfoEndpointURI(), access)
                .toHTTPRequest()
                .send(http));
        if (!(answer instanceof UserInfoSuccessResponse good) || good.getUserInfo() == null) {
            return Optional.empty();
        }
        UserInfo info = good.getUserInfo();
        if (!claims.getSubject().equals(info.getSubject())) {
            throw new ParseException("an address of somebody else than the ID token's subject");
        }
        return verified(info);
    }

    private static Optional<String> verified(ClaimsSet claims) {
        return Boolean.TRUE.equals(claims.getClaim(UserInfo.EMAIL_VERIFIED_CLAIM_NAME))
                        && claims.getClaim(UserInfo.EMAIL_CLAIM_NAME) instanceof String address
                        && ADDRESS.matcher(address).matches()
                ? Optional.of(address)
                : Optional.empty();
    }
}
