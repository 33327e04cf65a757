// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.inbox;

import static dev.seks.approval.Asked.CODECS;
import static dev.seks.approval.Asked.NOW;
import static dev.seks.approval.Asked.PARTITION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.approval.Asked;
import dev.seks.schemas.digest.Digest;
import dev.seks.schemas.record.BundleFile;
import dev.seks.schemas.record.PolicyBundle;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CastsTest {
    private final Casts casts = new Casts();

    @Test
    void writesToWhomBothTheirPolicyAndTheNewestOneName() {
        InboxEntry entry = asked(publish(1, "mika: { email: mika@acme.example }, ann: { email: ann@acme.example }"));
        assertThat(casts.emailOf(entry, "mika")).hasValue("mika@acme.example");

        publish(2, "mika: { email: mika@acme.example }, ola: { email: ola@acme.example }");

        assertThat(casts.emailOf(entry, "mika")).hasValue("mika@acme.example");
        assertThat(casts.emailOf(entry, "ann")).as("was taken out").isEmpty();
        assertThat(casts.emailOf(entry, "ola"))
                .as("was not asked under that policy")
                .isEmpty();
    }

    @Test
    void writesToNoAddressThatWasChanged() {
        InboxEntry entry = asked(publish(1, "mika: { email: old@acme.example }"));

        publish(2, "mika: { email: new@acme.example }");

        assertThat(casts.emailOf(entry, "mika")).isEmpty();
    }

    @Test
    void saysWhetherAPolicyIsAtHand() {
        InboxEntry entry = asked("a".repeat(64));
        assertThat(casts.knows(entry)).isFalse();
        assertThat(casts.emailOf(entry, "mika")).isEmpty();

        assertThat(casts.knows(asked(null))).as("there is none to wait for").isTrue();
        assertThat(casts.knows(asked(publish(1, "mika: { email: mika@acme.example }"))))
                .isTrue();
    }

    private static InboxEntry asked(@Nullable String bundle) {
        Asked asked = Asked.request("r-1").bundle(bundle);
        return new InboxEntry(asked.pending(), asked.record(), PARTITION, null);
    }

    private String publish(int version, String people) {
        PolicyBundle bundle = PolicyBundle.newBuilder()
                .setDomain("default")
                .setVersion(version)
                .setPolicy(new BundleFile("seks-policy.yaml", "people: { " + people + " }"))
                .setCatalogue(List.of())
                .setOperators(List.of("mika"))
                .setAuthor("mika")
                .setMessage("test")
                .setCreatedAt(NOW)
                .build();
        byte[] value = CODECS.bundle().encode(bundle);
        casts.published(value, bundle);
        return Digest.of(value);
    }
}
