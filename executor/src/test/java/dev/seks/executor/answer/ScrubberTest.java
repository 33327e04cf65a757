// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.answer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.seks.executor.credential.Secret;
import dev.seks.schemas.catalogue.Credential;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScrubberTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String SECRET = "gh\"p_A+b/c=%41\\déf 12";

    @Test
    void removesTheSecretFromValuesAndFieldNames() throws Exception {
        JsonNode answer =
                JSON.createObjectNode().put(SECRET, "token " + SECRET + "!").put("id", 7);

        JsonNode clean = Scrubber.of(List.of(SECRET)).scrubbed(answer);

        assertThat(clean).isEqualTo(JSON.readTree("{\"[redacted]\":\"token [redacted]!\",\"id\":7}"));
    }

    @Test
    void removesASecretThatLooksLikeANumber() throws Exception {
        JsonNode clean = Scrubber.of(List.of("123456789")).scrubbed(JSON.readTree("{\"a\":[123456789,1]}"));

        assertThat(clean.toString()).isEqualTo("{\"a\":[\"[redacted]\",1]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {SECRET, "ghp_0123456789abcdef", "a'b$c^d*(e)[f]{g}|h?i"})
    void findsEveryUsualEncoding(String secret) throws Exception {
        Scrubber scrubber = Scrubber.of(List.of(secret));
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        String url = URLEncoder.encode(secret, StandardCharsets.UTF_8);
        String json = JSON.writeValueAsString(secret);

        assertThat(scrubber.finds(secret)).isTrue();
        assertThat(scrubber.finds(url)).isTrue();
        assertThat(scrubber.finds(url.replace("+", "%20"))).isTrue();
        assertThat(scrubber.finds(json)).isTrue();
        assertThat(scrubber.finds(JSON.writeValueAsString(json))).isTrue();
        assertThat(scrubber.finds(escaped(secret))).isTrue();
        assertThat(scrubber.finds(HexFormat.of().formatHex(bytes))).isTrue();
        assertThat(scrubber.finds(HexFormat.of().withUpperCase().formatHex(bytes)))
                .isTrue();
        assertThat(scrubber.finds("something else entirely, quite harmless")).isFalse();
    }

    @Test
    void findsBase64AtEveryAlignmentInEveryAlphabet() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            byte[] bytes = new byte[12 + random.nextInt(30)];
            random.nextBytes(bytes);
            String secret = HexFormat.of().formatHex(bytes).substring(0, bytes.length);
            String before = "x".repeat(random.nextInt(7));
            String after = "y".repeat(random.nextInt(7));
            byte[] text = (before + secret + after).getBytes(StandardCharsets.UTF_8);
            Scrubber scrubber = Scrubber.of(List.of(secret));

            assertThat(scrubber.finds(Base64.getEncoder().encodeToString(text)))
                    .as("seed %s", seed)
                    .isTrue();
            assertThat(scrubber.finds(Base64.getUrlEncoder().withoutPadding().encodeToString(text)))
                    .as("seed %s", seed)
                    .isTrue();
            assertThat(scrubber.finds(before + secret + after)).isTrue();
        }
    }

    @Test
    void leavesNothingToBeFound() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Scrubber scrubber = Scrubber.of(List.of(SECRET));
        String[] forms = {
            SECRET,
            URLEncoder.encode(SECRET, StandardCharsets.UTF_8),
            Base64.getEncoder().encodeToString(SECRET.getBytes(StandardCharsets.UTF_8)),
            HexFormat.of().formatHex(SECRET.getBytes(StandardCharsets.UTF_8))
        };
        for (int i = 0; i < 500; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(6); j >= 0; j--) {
                text.append(random.nextBoolean() ? "-" : "a b").append(forms[random.nextInt(forms.length)]);
            }
            String clean = scrubber.scrubbed(JSON.createObjectNode().put("t", text.toString()))
                    .toString();
            assertThat(scrubber.finds(clean)).as("seed %s, %s", seed, clean).isFalse();
        }
    }

    private static String escaped(String text) {
        StringBuilder out = new StringBuilder();
        text.chars().forEach(c -> out.append(String.format("\\u%04X", c)));
        return out.toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            quoteCharacter = '`',
            value = {
                "%74%6f%6b%65%6e%2f%31%2b%41 percent",
                "%74%6F%6B%65%6E%2F%31%2B%41 upper",
                "token%2f1%2BA mixed",
                "%2574oken%252F1%252bA twice",
                "%25252574oken/1+A often",
                "\\u0074oken\\u002F1\\u002bA json",
                "\\\\u0074oken\\\\/1+A json-in-json",
                "\\\\\\\\\\\\u0074oken/1+A json-in-json-in-json",
                "\\x74oken\\/1\\x2BA javascript",
                "\\u{74}oken/1+A javascript",
                "%u0074oken/1+A old-javascript",
                "&#116;oken&#47;1&#43;A html",
                "&#x74;oken&#X2f;1&#x2B;A html-hex",
                "&#0116;oken&#x02F;1&plus;A html-zeros",
                "&#116oken&sol;1&plus;A html-names",
                "&amp;#116;oken/1+A html-twice",
                "&amp;amp;#116;oken/1+A html-often",
                "%26%23116%3Boken/1+A html-in-url",
                "\\u0025\\u00374oken/1+A url-in-json",
                "&#37;74oken&#92;u002f1+A everything",
                "dG9rZW4vMStB base64",
                "eHRva2VuLzErQQ== base64-shifted",
                "eHh0b2tlbi8xK0E= base64-shifted-twice",
                "dG9r\\r\\nZW4vMStB base64-folded",
                "dG9r%5Cr%5CnZW4vMStB base64-folded-in-url",
                "746f6b656e2f312b41 hex",
                "746F6B656E2F312B41 hex-upper",
                "74:6f:6b:65:6e:2f:31:2b:41 hex-colons",
                "74-6F-6B-65-6E-2F-31-2B-41 hex-dashes",
                "0x74,0x6f,0x6b,0x65,0x6e,0x2f,0x31,0x2b,0x41 hex-list",
                "%64%47%39rZW4vMStB base64-in-url",
                "\\u0037\\u0034\\u0036f6b656e2f312b41 hex-in-json",
                "token/1%20A plus-as-blank"
            })
    void findsEverySpellingAndMixture(String spelled, String kind) {
        Scrubber scrubber = Scrubber.of(List.of("token/1+A"));

        assertThat(scrubber.finds(spelled)).as(kind).isTrue();
        assertThat(scrubber.scrubbed("before " + spelled + " after"))
                .as(kind)
                .startsWith("before ")
                .contains("[redacted]")
                .endsWith(" after")
                .satisfies(clean -> assertThat(scrubber.finds(clean)).isFalse());
    }

    @Test
    void removesWhatWasSentOfALogin() {
        String secret = "robot:pass-word-1";
        Credential login = new Credential("x", new Credential.Login());
        Credential basic = new Credential("x", new Credential.Header("Authorization", "Basic {secret:base64}"));
        Credential bearer = new Credential("x", new Credential.Header("Authorization", "Bearer {secret}"));
        String base64 = Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8));

        for (Credential credential : List.of(login, basic)) {
            Scrubber scrubber = Scrubber.of(SecretPieces.of(credential, Secret.of(secret)));
            assertThat(scrubber.scrubbed("a pass-word-1 b " + secret + " c")).isEqualTo("a [redacted] b [redacted] c");
            assertThat(scrubber.finds("robot")).isFalse();
            assertThat(scrubber.finds("Basic " + base64)).isTrue();
        }
        Scrubber ofBasic = Scrubber.of(SecretPieces.of(basic, Secret.of(secret)));
        assertThat(ofBasic.finds(HexFormat.of().formatHex(base64.getBytes(StandardCharsets.UTF_8))))
                .as("the header's value in hex")
                .isTrue();
        assertThat(ofBasic.finds(Base64.getEncoder().encodeToString(("x" + base64).getBytes(StandardCharsets.UTF_8))))
                .as("the header's value in base64")
                .isTrue();
        assertThat(SecretPieces.of(bearer, Secret.of(secret))).containsExactly(secret);
        assertThat(SecretPieces.of(basic, Secret.of("robot:abc"))).doesNotContain("abc");
        assertThat(SecretPieces.of(null, null)).isEmpty();
    }

    /** Mixes encodings character by character, as no honest service would. */
    @Test
    void findsRandomMixtures() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String alphabet = "abcXYZ019-._~+/=%\\&\"'<> #;:é€😀";
        int[] letters = alphabet.codePoints().toArray();
        for (int i = 0; i < 3_000; i++) {
            StringBuilder secret = new StringBuilder();
            for (int j = 8 + random.nextInt(20); j > 0; j--) {
                secret.appendCodePoint(letters[random.nextInt(letters.length)]);
            }
            StringBuilder spelled = new StringBuilder();
            secret.codePoints().forEach(c -> spelled.append(spelling(c, random)));
            Scrubber scrubber = Scrubber.of(List.of(secret.toString()));

            assertThat(scrubber.finds("[" + spelled + "]"))
                    .as("seed %s, secret %s, spelled %s", seed, secret, spelled)
                    .isTrue();
            assertThat(scrubber.finds(scrubber.scrubbed("[" + spelled + "]")))
                    .as("seed %s, secret %s, spelled %s", seed, secret, spelled)
                    .isFalse();
        }
    }

    /** One character in one of its spellings; those that begin other spellings are always spelled. */
    private static String spelling(int c, Random random) {
        String character = Character.toString(c);
        StringBuilder percent = new StringBuilder();
        for (byte b : character.getBytes(StandardCharsets.UTF_8)) {
            percent.append(String.format(random.nextBoolean() ? "%%%02X" : "%%%02x", b));
        }
        return switch (random.nextInt(5) + ("%\\&".contains(character) ? 1 : 0)) {
            case 0 -> character;
            case 1 -> percent.toString();
            case 2 -> escaped(character);
            case 3 -> "&#" + c + ";";
            case 4 -> "&#x" + Integer.toHexString(c) + ";";
            default -> "%25" + percent.substring(1).replace("%", "%25");
        };
    }

    @Test
    void removesTextThatHidesBehindTooManyLayers() {
        StringBuilder deep = new StringBuilder("a");
        for (int i = 0; i < Spelling.MAX_DEPTH + 1; i++) {
            String text = deep.toString();
            deep = new StringBuilder();
            for (char c : text.toCharArray()) {
                deep.append(i % 2 == 0 ? String.format("&#%d;", (int) c) : String.format("%%%02X", (int) c));
            }
        }

        Scrubber scrubber = Scrubber.of(List.of("not-in-there"));

        assertThat(scrubber.scrubbed("harmless %2541 \\\\\\\\n &amp;amp;amp;lt;"))
                .startsWith("harmless");
        assertThat(scrubber.scrubbed(deep.toString())).isEqualTo("[redacted]");
    }

    @Test
    void leavesHarmlessTextAsItIs() {
        Scrubber scrubber = Scrubber.of(List.of("s3cr3t-t0ken"));
        String text = "100% sure & \"quoted\" \\ path\\to c:\\new +1 dG9r 746f &unknown; &# %zz \\u12 é😀";

        assertThat(scrubber.scrubbed(text)).isEqualTo(text);
    }

    @Test
    void takesLongSecretsAndLongTexts() {
        String secret = "k".repeat(Secret.MAX_LENGTH - 1) + "!";
        String text = "k".repeat(250_000);

        Scrubber scrubber = Scrubber.of(List.of(secret));

        assertThat(scrubber.finds(text)).isFalse();
        assertThat(scrubber.scrubbed(text + "!" + text))
                .isEqualTo("k".repeat(250_000 - secret.length() + 1) + "[redacted]" + text);
    }
}
