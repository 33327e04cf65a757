// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.schemas.digest.Digest;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AssetsTest {
    @ParameterizedTest
    @CsvSource({
        "htmx.min.js, a0abb04f2f45a1f89d1d4844023245537e5e6014c87b144553e0607b4cc32130",
        "hx-sse.min.js, 18ef2761356ec1fe0bb6d92612315b37517a7c1e9856b661c5ae81fef239d103",
        "LICENSE.htmx, d3d2456f76414f2456104660ebd65aff1c04cd7966b942bdabd63f3cdb316a38"
    })
    void carriesTheFilesOfHtmxAsTheyWerePublished(String name, String digest) throws IOException {
        try (InputStream in = Assets.class.getResourceAsStream("vendor/" + name)) {
            assertThat(Digest.of(in.readAllBytes())).isEqualTo(digest);
        }
    }
}
