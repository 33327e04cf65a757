// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.safe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seks.executor.credential.BoundHost;
import dev.seks.executor.credential.CredentialId;
import dev.seks.executor.credential.CredentialKind;
import dev.seks.executor.credential.Lookup;
import dev.seks.executor.credential.Secret;
import dev.seks.executor.credential.StoredCredential;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafeTest {
    private static final long SEED = Long.getLong("seks.seed", 20_261_128L);
    private static final String VALUE = "s3cret-of-the-forge";
    private static final String PASSPHRASE = "correct horse battery";
    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
    private static final Passphrase.Cost CHEAP = new Passphrase.Cost(Passphrase.Cost.MIN_MEMORY_KIB, 1, 1);

    @TempDir
    Path folder;

    private Path file;
    private Path keyFile;

    @BeforeEach
    void name() {
        file = folder.resolve("credentials.safe");
        keyFile = folder.resolve("credentials.key");
    }

    @Test
    void keepsWhatIsPutIntoItWithWhatItIsBoundTo() throws Exception {
        Safe safe = new Safe(file, new KeyFile(keyFile));
        assertThat(safe.find(id("github"))).isInstanceOf(Lookup.Missing.class);

        safe.put(entry("github", VALUE));
        safe.put(entry("mail", "p\u00e4ss w\u00f6rd \ud83d\udd11"));

        StoredCredential found = found(new Safe(file, new KeyFile(keyFile)), "github");
        assertThat(found.value().reveal()).isEqualTo(VALUE);
        assertThat(found.hosts()).hasToString("[api.github.com, plain://127.0.0.1:7072]");
        assertThat(found(safe, "mail").value().reveal()).isEqualTo("p\u00e4ss w\u00f6rd \ud83d\udd11");
        assertThat(safe.find(new CredentialId("other", "github"))).isInstanceOf(Lookup.Missing.class);
        assertThat(safe.entries()).extracting(SafeEntry::updatedAt).containsOnly(NOW);
    }

    @Test
    void countsEveryChangeFromTheNextUseOnAlsoOfAnotherProcess() throws Exception {
        Safe executor = new Safe(file, new KeyFile(keyFile));
        Safe operator = new Safe(file, new KeyFile(keyFile));

        operator.put(entry("github", "first"));
        assertThat(found(executor, "github").value().reveal()).isEqualTo("first");

        operator.put(entry("github", "second"));
        assertThat(found(executor, "github").value().reveal()).isEqualTo("second");
        assertThat(executor.entries()).hasSize(1);

        assertThat(operator.remove(id("github"))).isTrue();
        assertThat(operator.remove(id("github"))).isFalse();
        assertThat(executor.find(id("github"))).isInstanceOf(Lookup.Missing.class);
    }

    @Test
    void showsNothingOfItsContentAndIsReadableByItsOwnerAlone() throws Exception {
        new Safe(file, new KeyFile(keyFile)).put(entry("github", VALUE));

        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertThat(bytes).startsWith("SEKSSAFE").doesNotContain(VALUE, "github", "acme", "plain");
        assertThat(bytes)
                .doesNotContain(
                        Base64.getEncoder().withoutPadding().encodeToString(VALUE.getBytes(StandardCharsets.UTF_8)));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files)
                    .allSatisfy(path -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                            .isEqualTo(path.toString().endsWith(".lock") ? "rw-r--r--" : "rw-------"));
        }
    }

    @Test
    void sealsTheSameContentDifferentlyEachTime() throws Exception {
        Safe safe = new Safe(file, new KeyFile(keyFile));
        safe.put(entry("github", VALUE));
        byte[] first = Files.readAllBytes(file);
        safe.put(entry("github", VALUE));
        byte[] second = Files.readAllBytes(file);

        int head = SafeImage.read(file, first).head().length;
        assertThat(second).hasSameSizeAs(first);
        assertThat(Arrays.copyOf(second, head)).isEqualTo(Arrays.copyOf(first, head));
        assertThat(IntStream.range(head, first.length)
                        .filter(i -> first[i] == second[i])
                        .count())
                .as("equal bytes of %d, of which chance makes one in 256", first.length - head)
                .isLessThan((first.length - head) / 8);
    }

    @Test
    void opensWithThePassphraseAndNoOther() throws Exception {
        new Safe(file, passphrase(PASSPHRASE)).put(entry("github", VALUE));

        assertThat(found(new Safe(file, passphrase(PASSPHRASE)), "github")
                        .value()
                        .reveal())
                .isEqualTo(VALUE);
        assertThatThrownBy(() -> new Safe(file, passphrase("Correct horse battery")).entries())
                .isInstanceOf(SafeException.class)
                .hasMessage("the passphrase is not that of this safe, or the head of the safe was altered");
        assertThatThrownBy(() -> new Safe(file, new KeyFile(keyFile)).entries())
                .hasMessage(file + " is opened by 'argon2id', expected 'keyfile', the key file " + keyFile);
    }

    @Test
    void makesTheKeyOfAPassphraseOnceAndPaysForAWrongOneOnce() throws Exception {
        new Safe(file, passphrase(PASSPHRASE)).put(entry("github", VALUE));
        AtomicInteger asked = new AtomicInteger();
        Passphrase counting = new Passphrase(
                anew -> {
                    asked.incrementAndGet();
                    return PASSPHRASE.toCharArray();
                },
                CHEAP);
        Safe safe = new Safe(file, counting);

        safe.entries();
        safe.put(entry("mail", "x"));
        assertThat(found(safe, "mail")).isNotNull();

        assertThat(asked).hasValue(1);
        // a planted head that would cost the most that is allowed: only the first of many calls may pay for it
        byte[] planted = Files.readAllBytes(file);
        planted[Files.readString(file, StandardCharsets.ISO_8859_1).indexOf("argon2id") + 8 + 2 + 7] = 16;
        Files.write(file, planted);
        Safe attacked = new Safe(file, passphrase(PASSPHRASE));
        for (int i = 0; i < 1_000; i++) {
            assertThat(attacked.find(id("github"))).isInstanceOf(Lookup.Unusable.class);
        }
    }

    @Test
    void wipesThePassphraseAndRefusesAShortOneForANewSafe() throws Exception {
        char[] typed = PASSPHRASE.toCharArray();
        new Safe(file, new Passphrase(anew -> typed, CHEAP)).put(entry("github", VALUE));
        assertThat(typed).containsOnly('\0');

        Path other = folder.resolve("other.safe");
        assertThatThrownBy(() -> new Safe(other, passphrase("short")).put(entry("github", VALUE)))
                .hasMessage("a passphrase of 5 characters, expected at least 12");
        assertThat(other).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 7fffffff, 2147483647 KiB of memory",
        "0, ffffffff, 4294967295 KiB of memory",
        "0, 00001fff, 8191 KiB of memory",
        "4, 00000011, 17 passes",
        "4, 00000000, 0 passes",
        "8, 00000011, 17 lanes",
        "8, 00000000, 0 lanes",
    })
    void spendsNothingOnParametersBeyondItsBounds(int offset, String hex, String told) throws Exception {
        new Safe(file, passphrase(PASSPHRASE)).put(entry("github", VALUE));
        byte[] bytes = Files.readAllBytes(file);
        int parameters = Files.readString(file, StandardCharsets.ISO_8859_1).indexOf("argon2id") + 8 + 2;
        System.arraycopy(java.util.HexFormat.of().parseHex(hex), 0, bytes, parameters + offset, 4);
        Files.write(file, bytes);

        assertThatThrownBy(() -> new Safe(file, passphrase(PASSPHRASE)).entries())
                .isInstanceOf(SafeException.class)
                .hasMessageContaining(told);
    }

    /** Whatever single bit is turned, the safe says so in words of its own, and gives nothing. */
    @Test
    void noticesEveryTurnedBit() throws Exception {
        new Safe(file, new KeyFile(keyFile)).put(entry("github", VALUE));
        byte[] whole = Files.readAllBytes(file);

        for (int bit = 0; bit < whole.length * 8; bit++) {
            byte[] altered = whole.clone();
            altered[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file, altered);

            assertRefused("bit " + bit, () -> new Safe(file, new KeyFile(keyFile)).entries());
        }
    }

    @Test
    void noticesEveryCutAndEveryAddition() throws Exception {
        new Safe(file, new KeyFile(keyFile)).put(entry("github", VALUE));
        byte[] whole = Files.readAllBytes(file);

        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertRefused("cut to " + length, () -> new Safe(file, new KeyFile(keyFile)).entries());
        }
        Files.write(file, Arrays.copyOf(whole, whole.length + 1));
        assertThatThrownBy(() -> new Safe(file, new KeyFile(keyFile)).entries())
                .hasMessageContaining("it is cut off or was altered");
    }

    @Test
    void refusesAnyBytesThatAreNoSafe() throws Exception {
        Random random = new Random(SEED);
        System.out.println("seed " + SEED);
        new Safe(file, new KeyFile(keyFile)).put(entry("github", VALUE));
        byte[] whole = Files.readAllBytes(file);

        for (int i = 0; i < 800; i++) {
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            int kept = random.nextInt(Math.min(bytes.length, 40) + 1);
            System.arraycopy(whole, 0, bytes, 0, kept);
            Files.write(file, bytes);

            assertRefused("case " + i, () -> new Safe(file, new KeyFile(keyFile)).entries());
        }
    }

    @Test
    void saysThatALaterSeksHasWrittenIt() throws Exception {
        new Safe(file, new KeyFile(keyFile)).put(entry("github", VALUE));
        byte[] bytes = Files.readAllBytes(file);
        bytes[9] = 2;
        Files.write(file, bytes);

        assertThatThrownBy(() -> new Safe(file, new KeyFile(keyFile)).put(entry("mail", "x")))
                .hasMessage(file + " is a safe of version 2, this seks reads version 1");
        assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
    }

    @Test
    void opensNotWithAnotherKeyFileAndMakesNoneForASafeThatIsThere() throws Exception {
        new Safe(file, new KeyFile(keyFile)).put(entry("github", VALUE));
        Path other = folder.resolve("other.key");
        new Safe(folder.resolve("other.safe"), new KeyFile(other)).put(entry("github", VALUE));

        assertThatThrownBy(() -> new Safe(file, new KeyFile(other)).entries())
                .hasMessage(other + " is not the key of this safe, or the head of the safe was altered");

        Files.delete(keyFile);
        assertThatThrownBy(() -> new Safe(file, new KeyFile(keyFile)).put(entry("mail", "x")))
                .hasMessage("there is no key file " + keyFile);
        assertThat(keyFile).doesNotExist();
    }

    @Test
    void refusesAKeyFileThatOthersMayReadOrThatHoldsNoKey() throws Exception {
        new Safe(file, new KeyFile(keyFile)).put(entry("github", VALUE));
        Files.setPosixFilePermissions(keyFile, PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> new Safe(file, new KeyFile(keyFile)).entries())
                .hasMessage(keyFile + " is open to others, expected mode 0600");

        Files.setPosixFilePermissions(keyFile, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(keyFile, "c2hvcnQ=");
        assertThatThrownBy(() -> new Safe(file, new KeyFile(keyFile)).entries())
                .hasMessage(keyFile + " holds no key, expected 32 bytes in base64");
    }

    @Test
    void isNotReadWhereOthersCouldExchangeIt() throws Exception {
        Safe safe = new Safe(file, new KeyFile(keyFile));
        safe.put(entry("github", VALUE));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));

        assertThat(safe.find(id("github"))).isInstanceOf(Lookup.Unusable.class);
        assertThatThrownBy(() -> new Safe(folder.resolve("new.safe"), new KeyFile(folder.resolve("new.key")))
                        .put(entry("github", VALUE)))
                .hasMessageContaining("can be written by others");
        assertThat(folder.resolve("new.safe")).doesNotExist();
        assertThat(folder.resolve("new.key")).doesNotExist();
    }

    @Test
    void losesNoChangeOfManyWritersAndShowsReadersWholeStatesOnly() throws Exception {
        int writers = 4;
        int changes = 25;
        new Safe(file, new KeyFile(keyFile)).put(entry("first", VALUE));
        AtomicBoolean done = new AtomicBoolean();
        CompletableFuture<Integer> reader = CompletableFuture.supplyAsync(() -> read(done));

        List<CompletableFuture<Void>> writing = new ArrayList<>();
        for (int writer = 0; writer < writers; writer++) {
            String prefix = "w" + writer + "-";
            writing.add(CompletableFuture.runAsync(() -> write(prefix, changes)));
        }
        CompletableFuture.allOf(writing.toArray(CompletableFuture[]::new)).join();
        done.set(true);

        assertThat(new Safe(file, new KeyFile(keyFile)).entries()).hasSize(1 + writers * changes);
        assertThat(reader.get()).isPositive();
    }

    private int read(AtomicBoolean done) {
        Safe safe = new Safe(file, new KeyFile(keyFile));
        int readings = 0;
        int last = 0;
        try {
            while (!done.get()) {
                int now = safe.entries().size();
                assertThat(now).isGreaterThanOrEqualTo(last);
                last = now;
                readings++;
            }
            return readings;
        } catch (SafeException e) {
            throw new AssertionError(e);
        }
    }

    private void write(String prefix, int changes) {
        Safe safe = new Safe(file, new KeyFile(keyFile));
        try {
            for (int change = 0; change < changes; change++) {
                safe.put(entry(prefix + change, VALUE));
            }
        } catch (SafeException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void waitsForAnotherWriterButNotForLong() throws Exception {
        WriterLock held = WriterLock.of(file);
        assertThatThrownBy(() -> WriterLock.of(file, Duration.ZERO))
                .hasMessage(file + " is being changed by another process");
        held.close();
        WriterLock.of(file, Duration.ZERO).close();
    }

    @Test
    void survivesAWriterThatWasKilledHalfway() throws Exception {
        Safe safe = new Safe(file, new KeyFile(keyFile));
        safe.put(entry("github", VALUE));
        Files.write(folder.resolve("credentials.safe.new"), new byte[] {1, 2, 3});

        assertThat(found(safe, "github").value().reveal()).isEqualTo(VALUE);
        safe.put(entry("mail", "x"));

        assertThat(safe.entries()).hasSize(2);
        assertThat(folder.resolve("credentials.safe.new")).doesNotExist();
    }

    @Test
    void refusesToGrowBeyondItsBounds() throws Exception {
        Safe safe = new Safe(file, new KeyFile(keyFile), 100_000);
        String large = "x".repeat(Secret.MAX_LENGTH);
        SafeException full = null;
        for (int i = 0; full == null; i++) {
            try {
                safe.put(entry("large-" + i, large));
            } catch (SafeException e) {
                full = e;
            }
        }

        assertThat(full).hasMessageContaining("expected at most 100000");
        assertThat(safe.entries()).hasSize(6);
    }

    @Test
    void replacesNoLink() throws Exception {
        Files.createSymbolicLink(file, folder.resolve("elsewhere"));

        assertThatThrownBy(() -> new Safe(file, new KeyFile(keyFile)).put(entry("github", VALUE)))
                .hasMessage(file + " is a link, expected the file itself");
    }

    private void assertRefused(String what, ThrowingCallable reading) {
        assertThatThrownBy(reading)
                .as(what)
                .isInstanceOf(SafeException.class)
                .hasNoCause()
                .message()
                .doesNotContain(VALUE)
                .matches("\\p{ASCII}*");
    }

    private static Passphrase passphrase(String text) {
        return new Passphrase(anew -> text.toCharArray(), CHEAP);
    }

    private static StoredCredential found(Safe safe, String name) {
        return ((Lookup.Found<StoredCredential>) safe.find(id(name))).value();
    }

    private static CredentialId id(String name) {
        return new CredentialId("acme", name);
    }

    private static SafeEntry entry(String name, String value) {
        return new SafeEntry(
                new StoredCredential(
                        id(name),
                        Stream.of("api.github.com", "plain://127.0.0.1:7072")
                                .map(host -> BoundHost.parse(host).orElseThrow())
                                .toList(),
                        CredentialKind.plain(),
                        Secret.of(value)),
                NOW);
    }
}
