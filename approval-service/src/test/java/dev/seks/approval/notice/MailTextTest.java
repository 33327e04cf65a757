// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.notice;

import static dev.seks.approval.Asked.NOW;
import static dev.seks.approval.Asked.PARTITION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.approval.Asked;
import dev.seks.approval.HandClock;
import dev.seks.approval.Policies;
import dev.seks.approval.inbox.InboxEntry;
import dev.seks.schemas.catalogue.MailAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MailTextTest {
    private static final MailAddress MIKA =
            MailAddress.parse("mika@acme.example").orElseThrow();

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "acme.example, acme[.]example",
                "http://1.2.3.4/x, http[:]//1[.]2[.]3[.]4/x",
                "eve@evil.example, eve[at]evil[.]example",
                "acme\u3002example, acme[.]example",
                "acme\uff0eexample, acme[.]example",
                "\uff20, [at]",
                "the end., the end.",
                "a..b, a.[.]b",
                "x\u202ey, x\\u{202e}y"
            })
    void makesNoLinkOfForeignText(String text, String shown) {
        assertThat(NoticeText.unlinked(text, 100)).isEqualTo(shown);
    }

    @Test
    void namesOnePersonAndOneRequestByTheId() {
        InboxEntry one = entry(Asked.request("r-1"));
        InboxEntry other = entry(Asked.request("r-2"));

        assertThat(text().of(one, "mika", MIKA).id())
                .isEqualTo(text().of(one, "mika", MIKA).id())
                .isNotEqualTo(text().of(one, "ann", MIKA).id())
                .isNotEqualTo(text().of(other, "mika", MIKA).id())
                .matches("seks-[0-9a-f]{40}@acme\\.example");
    }

    @Test
    void isBoundedWhateverIsAsked() {
        InboxEntry entry = entry(Asked.request("r-1").action("github", "a".repeat(60_000)));

        MailText.Message message = text().of(entry, "mika", MIKA);

        assertThat(message.subject()).hasSizeLessThan(MailText.MAX_SUBJECT + 50);
        assertThat(message.body()).hasSizeLessThan(3_000);
    }

    static MailText text() {
        return new MailText(
                new NoticeDesk(
                        Told.INBOX, Policies.catalogues(), Policies.casts(), new NoticeCounts(), new HandClock(NOW)),
                "acme.example");
    }

    static InboxEntry entry(Asked asked) {
        return new InboxEntry(asked.bundle(Policies.DIGEST).pending(), asked.record(), PARTITION, null);
    }
}
