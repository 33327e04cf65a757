/**
 * Signing on with an OpenID Connect provider: authorization code with PKCE, and an ID token whose signature, issuer,
 * audience, time and nonce are checked. What the provider says is believed only about who somebody is; what they may do
 * the policy says.
 */
@NullMarked
package dev.seks.approval.signon;

import org.jspecify.annotations.NullMarked;
