// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.schemas.signature.Ed25519PrivateKey;
import dev.seks.schemas.signature.Ed25519PublicKey;
import dev.seks.schemas.yaml.Fault;
import dev.seks.schemas.yaml.SourceFile;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustRootsTest {
    private static final Instant NOW = Instant.parse("2026-01-05T12:00:00Z");

    @Test
    void findsTheKeysOfADomainAndElseThoseOfAny() {
        TrustRoots roots = load("""
                version: 1
                domains:
                  "*":
                    approval_service: ["%s"]
                  acme:
                    publishers: { mika: ["%s"] }
                    operators: { ann: ["%s"] }
                    gateways: ["%s"]
                """.formatted(key(1), key(2), key(3), key(4)));

        assertThat(roots.of("other").approvalService().find(key(1).keyId(), NOW))
                .isPresent();
        assertThat(roots.of("acme").approvalService().keys()).isEmpty();
        assertThat(roots.of("acme").publishers().find(key(2).keyId(), NOW))
                .hasValueSatisfying(found -> assertThat(found.owner()).isEqualTo("mika"));
        assertThat(roots.of("acme").publishers().find(key(3).keyId(), NOW)).isEmpty();
        assertThat(roots.of("acme").operators().find(key(3).keyId(), NOW)).isPresent();
        assertThat(roots.of("acme").gateways().find(key(4).keyId(), NOW)).isPresent();
        assertThat(TrustRoots.NONE.of("acme")).isEqualTo(DomainTrust.NOBODY);
    }

    @Test
    void aRetiredKeyHoldsForWhatWasAppendedBefore() {
        TrustRoots roots = load("""
                version: 1
                domains:
                  acme:
                    publishers: { mika: [{ key: "%s", until: "2026-01-05T12:00:00Z" }, "%s"] }
                """.formatted(key(1), key(2)));
        KeyRing publishers = roots.of("acme").publishers();

        assertThat(publishers.find(key(1).keyId(), NOW.minusMillis(1))).isPresent();
        assertThat(publishers.find(key(1).keyId(), NOW)).isEmpty();
        assertThat(publishers.find(key(2).keyId(), NOW)).isPresent();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            { version: 2, domains: {} }                                     | version is 2, expected a whole number from 1 to 1
            { domains: {} }                                                 | trust roots has no version
            { version: 1 }                                                  | trust roots has no domains
            { version: 1, domains: { Acme: {} } }                           | domain Acme, expected a lower-case name or "*"
            { version: 1, domains: { acme: { publisher: {} } } }            | unknown key publisher in domain acme
            { version: 1, domains: { acme: { publishers: ["K"] } } }        | publishers is a list, expected a mapping
            { version: 1, domains: { acme: { publishers: { mika: "K" } } } } | expected a list of keys
            { version: 1, domains: { acme: { publishers: { Mika: [] } } } } | person Mika, expected a lower-case name
            { version: 1, domains: { acme: { gateways: ["ed25519:AAAA"] } } } | expected ed25519: and a public key in Base64
            { version: 1, domains: { acme: { gateways: ["ed25519:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="] } } } | expected ed25519: and a public key in Base64
            { version: 1, domains: { acme: { gateways: ["K", "K"] } } }     | the key is listed before
            { version: 1, domains: { acme: { gateways: [{ key: "K" }] } } } | a key has no until
            { version: 1, domains: { acme: { gateways: [{ key: "K", until: "soon" }] } } } | until is "soon", expected a time
            """)
    void tellsWhatIsWrong(String text, String fault) {
        TrustRoots.Result result =
                TrustRoots.load(new SourceFile("trust.yaml", text.replace("\"K\"", '"' + key(9).text() + '"')));

        assertThat(result)
                .isInstanceOfSatisfying(
                        TrustRoots.Faulty.class,
                        faulty -> assertThat(faulty.faults())
                                .extracting(Fault::toString)
                                .anySatisfy(told -> assertThat(told).contains(fault)));
    }

    private static TrustRoots load(String text) {
        return ((TrustRoots.Loaded) TrustRoots.load(new SourceFile("trust.yaml", text))).roots();
    }

    private static Ed25519PublicKey key(int filler) {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) filler);
        return Ed25519PrivateKey.of(seed).publicKey();
    }

    @Test
    void refusesARingWithOneKeyForTwo() {
        TrustedKey mikas = new TrustedKey("mika", key(1), null);
        TrustedKey anns = new TrustedKey("ann", key(1), null);

        org.assertj.core.api.Assertions.assertThatThrownBy(() -> KeyRing.of(List.of(mikas, anns)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
