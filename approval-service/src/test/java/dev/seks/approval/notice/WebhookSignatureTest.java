// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.notice;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSignatureTest {
    private static final String OTHER = "whsec_" + Base64.getEncoder().encodeToString(new byte[32]);

    /** The example of the reference implementations of Standard Webhooks. */
    @Test
    void signsTheExampleOfTheSpecification() {
        assertThat(signature(WebhookReceiver.SECRET)
                        .of("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330L, bytes("{\"test\": 2432232314}")))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void signsAsThePublicLibraryDoes() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            byte[] key = new byte[24 + random.nextInt(41)];
            random.nextBytes(key);
            String secret = WebhookSignature.PREFIX + Base64.getEncoder().encodeToString(key);
            String body = "{\"n\":" + random.nextLong() + ",\"s\":\"\u00e9\u6f22\"}";
            long at = random.nextInt(Integer.MAX_VALUE);

            assertThat(signature(secret).of("requested_1", at, bytes(body)))
                    .as("seed %d", seed)
                    .isEqualTo(new Webhook(secret).sign("requested_1", at, body));
        }
    }

    @Test
    void signsWithEachSecretWhileItIsRotated() {
        String both = signature(WebhookReceiver.SECRET, OTHER).of("id", 1, bytes("{}"));

        assertThat(both)
                .isEqualTo(signature(WebhookReceiver.SECRET).of("id", 1, bytes("{}")) + " "
                        + signature(OTHER).of("id", 1, bytes("{}")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "whsec_",
                "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                "whsec_not base64!",
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLa",
                "WHSEC_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
            })
    void takesNothingElseForASecret(String text) {
        assertThat(WebhookSignature.key(text)).isEmpty();
    }

    @Test
    void takesNoSecretThatIsTooLong() {
        String secret = WebhookSignature.PREFIX + Base64.getEncoder().encodeToString(new byte[65]);

        assertThat(WebhookSignature.key(secret)).isEmpty();
        assertThat(signature(OTHER).toString()).doesNotContain("AAAA");
    }

    private static WebhookSignature signature(String... secrets) {
        return new WebhookSignature(List.of(secrets).stream()
                .map(secret -> WebhookSignature.key(secret).orElseThrow())
                .toList());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
