// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.signature;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;

/** Whatever the bytes are, they are the one spelling of a signature, or none. The corpus runs with every build. */
class SignatureHeaderFuzzTest {

    @FuzzTest(maxDuration = "1m")
    void hasOneSpellingOrNone(byte[] value) {
        SignatureHeader.parse(value).ifPresent(header -> {
            assertThat(header.encode()).isEqualTo(value);
            assertThat(header.signature()).hasSize(header.algorithm().signatureBytes());
            assertThat(SignatureHeader.isKeyId(header.keyId())).isTrue();
        });
        if (SignatureHeader.read(List.of(value)) instanceof SignatureHeader.Reading.Faulty faulty) {
            assertThat(faulty.why()).isNotEmpty();
            assertThat(faulty.why().chars()).noneMatch(Character::isISOControl);
        }
        assertThat(SignatureHeader.read(List.of(value, value))).isInstanceOf(SignatureHeader.Reading.Faulty.class);
    }
}
