// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.verdict;

import static dev.seks.approval.Asked.PARTITION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seks.approval.Asked;
import dev.seks.approval.inbox.InboxEntry;
import dev.seks.schemas.record.Channel;
import dev.seks.schemas.record.GrantOffer;
import dev.seks.schemas.record.VerdictChoice;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorityTest {
    private static final InboxEntry PLAIN = entry(Asked.request("r-1"));
    private static final InboxEntry SENSITIVE = entry(Asked.request("r-2").forSignedOn());

    @Test
    void allowsOnlyThoseWhoWereAsked() {
        assertThat(authorize(PLAIN, "mika", false, VerdictChoice.APPROVE)).isEqualTo(Authorization.ALLOWED);
        assertThat(authorize(PLAIN, "ann", true, VerdictChoice.DENY)).isEqualTo(Authorization.NOT_ENTITLED);
        assertThat(authorize(entry(Asked.request("r-3").asking()), "mika", true, VerdictChoice.APPROVE))
                .isEqualTo(Authorization.NOT_ENTITLED);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void approvesWhatIsSensitiveOnlyWhenTheySignedOn(boolean signedOn) {
        assertThat(authorize(SENSITIVE, "mika", signedOn, VerdictChoice.APPROVE))
                .isEqualTo(signedOn ? Authorization.ALLOWED : Authorization.NOT_SIGNED_ON);
        assertThat(authorize(SENSITIVE, "mika", signedOn, VerdictChoice.DENY)).isEqualTo(Authorization.ALLOWED);
        assertThat(authorize(SENSITIVE, "ann", signedOn, VerdictChoice.APPROVE)).isEqualTo(Authorization.NOT_ENTITLED);
    }

    @Test
    void grantsOnlyWithAnApproval() {
        GrantOffer offer = new GrantOffer(600_000L, 20);

        assertThatThrownBy(() -> new VerdictAttempt(
                        "mika", Channel.SLACK, false, "abcdef", VerdictChoice.DENY, null, Map.of(), offer))
                .hasMessageContaining("DENY");
    }

    private static Authorization authorize(InboxEntry entry, String person, boolean signedOn, VerdictChoice choice) {
        return Authority.authorize(
                new VerdictAttempt(person, Channel.WEB, signedOn, entry.digest(), choice, null, Map.of(), null), entry);
    }

    private static InboxEntry entry(Asked asked) {
        return new InboxEntry(asked.pending(), asked.record(), PARTITION, null);
    }
}
