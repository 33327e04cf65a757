// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.credential;

import static dev.seks.executor.credential.SecretFile.Access.OWNER_ONLY;
import static dev.seks.executor.credential.SecretFile.Access.READABLE;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretFileTest {
    @TempDir
    Path temporary;

    private Path folder;

    @BeforeEach
    void make() throws Exception {
        folder = Files.createDirectory(temporary.resolve("secrets"));
        mode(folder, "rwx------");
    }

    @Test
    void readsTheValueThatIsThereNow() throws Exception {
        Path file = write("github", "first\n", "rw-------");
        assertThat(value(file)).isEqualTo("first");

        write("github", "second\r\n", "r--------");

        assertThat(value(file)).isEqualTo("second");
        assertThat(SecretFile.text(folder.resolve("other"), OWNER_ONLY)).isInstanceOf(Lookup.Missing.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-----w-", "rw---x---"})
    void refusesAFileThatOthersMayTouch(String mode) throws Exception {
        Path file = write("github", "first", mode);

        assertThat(reason(SecretFile.text(file, OWNER_ONLY)))
                .isEqualTo(file + " is open to others, expected mode 0600");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwxrwx---", "rwx---rwx", "rwx----w-"})
    void refusesAFileThatOthersMayExchange(String mode) throws Exception {
        Path file = write("github", "first", "rw-------");
        mode(folder, mode);

        assertThat(reason(SecretFile.text(file, OWNER_ONLY))).contains("the folder of " + file);
    }

    @Test
    void readsWhatOthersMayReadWhereThatIsAllowedButNotWhatTheyMayWrite() throws Exception {
        mode(folder, "rwxrwxrwx");
        Path file = write("github", "first", "rw-r--r--");

        assertThat(SecretFile.text(file, READABLE)).isInstanceOf(Lookup.Found.class);

        mode(file, "rw-rw-r--");

        assertThat(reason(SecretFile.text(file, READABLE))).contains("can be written by others");
    }

    @Test
    void looksAtTheModeOfWhatALinkPointsAt() throws Exception {
        Path file = write("github", "first", "rw-r--r--");
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);

        assertThat(SecretFile.text(link, OWNER_ONLY)).isInstanceOf(Lookup.Unusable.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n"})
    void refusesAnEmptyValue(String value) throws Exception {
        assertThat(reason(SecretFile.text(write("github", value, "rw-------"), OWNER_ONLY)))
                .endsWith(Secret.UNFIT);
    }

    @Test
    void refusesWhatIsNoTextTooLargeOrNoFile() throws Exception {
        Path file = write("github", "", "rw-------");
        Files.write(file, new byte[] {'a', (byte) 0xff, 'b'});
        assertThat(reason(SecretFile.text(file, OWNER_ONLY))).endsWith(Secret.UNFIT);

        Files.write(file, "x".repeat(Secret.MAX_LENGTH + 1).getBytes(StandardCharsets.UTF_8));
        assertThat(reason(SecretFile.text(file, OWNER_ONLY))).endsWith(Secret.UNFIT);

        Files.write(file, new byte[4 * Secret.MAX_LENGTH + 1]);
        assertThat(reason(SecretFile.text(file, OWNER_ONLY))).contains("is larger than 65536 bytes");

        assertThat(reason(SecretFile.text(folder, READABLE))).isEqualTo(folder + " is no file");
    }

    /** Kubernetes exchanges all files of a mount at once, by turning the link ..data to a new folder. */
    @Test
    void followsAMountThatIsExchangedWhileItIsRead() throws Exception {
        generation(0);
        Files.createSymbolicLink(folder.resolve("..data"), Path.of("..0"));
        Path file = Files.createSymbolicLink(folder.resolve("github"), Path.of("..data", "github"));
        AtomicBoolean done = new AtomicBoolean();
        CompletableFuture<Void> kubelet = CompletableFuture.runAsync(() -> {
            try {
                for (int number = 1; number <= 300; number++) {
                    exchange(number);
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            } finally {
                done.set(true);
            }
        });

        int last = 0;
        try {
            while (!done.get()) {
                last = readAfter(last, file);
            }
        } finally {
            kubelet.join();
        }

        assertThat(readAfter(last, file)).isEqualTo(300);
    }

    /** A reader may lose the race several times in a row; it then has no value, and never a wrong one. */
    private static int readAfter(int last, Path file) {
        if (SecretFile.text(file, READABLE) instanceof Lookup.Found<Secret> found) {
            int now = Integer.parseInt(found.value().reveal().substring("value-".length()));
            assertThat(now).isGreaterThanOrEqualTo(last);
            return now;
        }
        assertThat(SecretFile.text(file, READABLE)).isNotInstanceOf(Lookup.Unusable.class);
        return last;
    }

    private void generation(int number) throws Exception {
        Path data = Files.createDirectory(folder.resolve(".." + number));
        Path file = Files.writeString(data.resolve("github"), "value-" + number);
        mode(file, "rw-r--r--");
    }

    private void exchange(int number) throws Exception {
        generation(number);
        Path link = Files.createSymbolicLink(folder.resolve("..data_tmp"), Path.of(".." + number));
        Files.move(link, folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
        Path old = folder.resolve(".." + (number - 1));
        Files.delete(old.resolve("github"));
        Files.delete(old);
    }

    private static String value(Path file) {
        return ((Lookup.Found<Secret>) SecretFile.text(file, OWNER_ONLY))
                .value()
                .reveal();
    }

    private static String reason(Lookup<Secret> lookup) {
        return ((Lookup.Unusable<Secret>) lookup).reason();
    }

    private Path write(String name, String value, String mode) throws Exception {
        Path file = folder.resolve(name);
        Files.deleteIfExists(file);
        Files.writeString(file, value);
        return mode(file, mode);
    }

    private static Path mode(Path path, String mode) throws Exception {
        return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }
}
