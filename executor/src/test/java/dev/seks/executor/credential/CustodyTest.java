// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CustodyTest {
    private static final String VALUE = "s3cret-of-the-forge";
    private static final Destination FORGE = Destination.of(URI.create("https://forge.example"));

    @Test
    void issuesACredentialForTheDomainAndHostItIsBoundTo() {
        Custody custody = Custody.of(List.of(CustodyTest::storing));

        assertThat(custody.issue(new CredentialUse("acme", "github", FORGE, null)))
                .isInstanceOfSatisfying(
                        Issue.Issued.class,
                        issued -> assertThat(issued.secret().reveal()).isEqualTo(VALUE));
    }

    @Test
    void refusesEveryOtherHost() {
        Custody custody = Custody.of(List.of(CustodyTest::storing));
        Destination elsewhere = Destination.of(URI.create("https://forge.example.evil.example"));

        assertThat(custody.issue(new CredentialUse("acme", "github", elsewhere, null)))
                .isEqualTo(new Issue.Refused(
                        "credential github of domain acme is not bound to forge.example.evil.example:443"));
    }

    @Test
    void refusesWhatAStoreGivesForAnotherDomainOrName() {
        Custody custody = Custody.of(List.of(id -> storing(new CredentialId("acme", "github"))));

        assertThat(custody.issue(new CredentialUse("other", "github", FORGE, null)))
                .isInstanceOf(Issue.Refused.class);
        assertThat(custody.issue(new CredentialUse("acme", "mail", FORGE, null)))
                .isInstanceOf(Issue.Refused.class);
    }

    @Test
    void asksStoresInOrderAndStopsAtOneThatCannotSay() {
        AtomicInteger asked = new AtomicInteger();
        CredentialStore last = id -> {
            asked.incrementAndGet();
            return storing(id);
        };
        CredentialUse use = new CredentialUse("acme", "github", FORGE, null);

        assertThat(Custody.of(List.of(id -> Lookup.missing(), last)).issue(use)).isInstanceOf(Issue.Issued.class);
        assertThat(asked).hasValue(1);

        assertThat(Custody.of(List.of(id -> Lookup.unusable("/etc/seks/github is gone"), last))
                        .issue(use))
                .isEqualTo(new Issue.Unavailable("credential github of domain acme is not available: its store cannot"
                        + " give it, the executor's log says why"));
        assertThat(asked).hasValue(1);
    }

    @Test
    void saysThatNoStoreHasIt() {
        assertThat(Custody.none().issue(new CredentialUse("acme", "github", FORGE, null)))
                .isEqualTo(new Issue.Unavailable("credential github of domain acme is not available: no store has it"));
    }

    @Test
    void takesAStoreThatBreaksForOneThatCannotSay() {
        CredentialStore broken = id -> {
            throw new IllegalStateException(VALUE);
        };

        assertThat(Custody.of(List.of(broken)).issue(new CredentialUse("acme", "github", FORGE, null)))
                .isInstanceOfSatisfying(
                        Issue.Unavailable.class,
                        unavailable -> assertThat(unavailable.reason()).doesNotContain(VALUE));
    }

    @Test
    void isNeverUnbound() {
        assertThatThrownBy(() -> new StoredCredential(
                        new CredentialId("acme", "github"), List.of(), CredentialKind.plain(), Secret.of(VALUE)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bound to 0 hosts, expected 1 to 16 of them");
    }

    @Test
    void showsASecretToNobodyWhoDoesNotAskForIt() {
        StoredCredential stored =
                ((Lookup.Found<StoredCredential>) storing(new CredentialId("acme", "github"))).value();

        assertThat(List.of(
                        Secret.of(VALUE),
                        Optional.of(Secret.of(VALUE)),
                        Issue.of(Secret.of(VALUE)),
                        stored,
                        Lookup.found(stored)))
                .allSatisfy(holder ->
                        assertThat(holder.toString()).contains("[redacted]").doesNotContain(VALUE));
        assertThatThrownBy(() -> Secret.of(" ")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Secret.of("x".repeat(Secret.MAX_LENGTH + 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("xx");
    }

    private static Lookup<StoredCredential> storing(CredentialId id) {
        return Lookup.found(new StoredCredential(
                id, List.of(BoundHost.parse("forge.example").orElseThrow()), CredentialKind.plain(), Secret.of(VALUE)));
    }
}
