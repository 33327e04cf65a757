// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HmacKeyTest {
    @Test
    void macsAsTheJdkDoes() throws GeneralSecurityException {
        byte[] secret = bytes(7);
        byte[] message = "message".getBytes(StandardCharsets.UTF_8);
        HmacKey key = HmacKey.of("decision-1", secret);

        assertThat(key.sign(message)).isEqualTo(JdkKeys.hmac(secret, message));
        assertThat(key.verifies(message, key.sign(message))).isTrue();
        assertThat(key.verifies(message, Arrays.copyOf(key.sign(message), 31))).isFalse();
        assertThat(key.verifies(message, new byte[32])).isFalse();
        assertThat(HmacKey.of("decision-1", bytes(8)).verifies(message, key.sign(message)))
                .isFalse();
    }

    @Test
    void takesNoShortSecretAndPrintsNone() {
        assertThatThrownBy(() -> HmacKey.of("k", new byte[31])).hasMessage("a secret of 31 bytes, expected 32");
        assertThatThrownBy(() -> HmacKey.of("k;", new byte[32])).isInstanceOf(IllegalArgumentException.class);
        assertThat(HmacKey.of("k", new byte[32])).hasToString("[redacted]");
    }

    @Test
    void derivesAgentsKeysByTheStandardsConstruction() throws GeneralSecurityException, IOException {
        byte[] master = bytes(1);
        ByteArrayOutputStream info = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(info);
        out.writeUTF("seks-agent-key-v1"); // two bytes of length and, for ASCII, UTF-8
        out.writeUTF("acme");
        out.writeUTF("bot");
        out.writeInt(3);
        out.writeByte(1);
        byte[] expected = JdkKeys.hmac(JdkKeys.hmac(new byte[32], master), info.toByteArray());

        HmacKey key = AgentKeys.of(master).key("acme", new AgentKeys.Name("bot", 3));

        assertThat(key.secret()).isEqualTo(expected);
        assertThat(key.keyId()).isEqualTo("hmac-3.bot");
    }

    @Test
    void derivesAnotherKeyForEveryOtherNameAndVersion() {
        AgentKeys keys = AgentKeys.of(bytes(1));
        Set<String> secrets = new HashSet<>();
        int count = 0;
        for (String domain : new String[] {"a", "ab", "abc"}) {
            for (String agent : new String[] {"c", "bc", "abc"}) {
                for (int version : new int[] {1, 2, 256}) {
                    secrets.add(Arrays.toString(
                            keys.key(domain, new AgentKeys.Name(agent, version)).secret()));
                    count++;
                }
            }
        }
        secrets.add(Arrays.toString(
                AgentKeys.of(bytes(2)).key("a", new AgentKeys.Name("c", 1)).secret()));

        assertThat(secrets).hasSize(count + 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hmac-0.bot",
                "hmac-01.bot",
                "hmac-1000000.bot",
                "hmac-1",
                "hmac-1.",
                "hmac-1.Bot",
                "hmac--1.bot",
                "hmac-1.bot.bot",
                "Hmac-1.bot",
                "hmac-1. bot",
                "0123456789abcdef0123456789abcdef"
            })
    void readsNoOtherKeyIdAsAnAgents(String keyId) {
        assertThat(AgentKeys.Name.of(keyId)).isEmpty();
    }

    @Test
    void readsTheKeyIdsItWrites() {
        AgentKeys.Name longest = new AgentKeys.Name("a".repeat(64), AgentKeys.MAX_VERSION);

        assertThat(AgentKeys.Name.of(longest.keyId())).contains(longest);
        assertThat(SignatureHeader.isKeyId(longest.keyId())).isTrue();
        assertThatThrownBy(() -> new AgentKeys.Name("Bot", 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new AgentKeys.Name("bot", 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> AgentKeys.of(new byte[16])).isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] bytes(int filler) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) filler);
        return bytes;
    }
}
