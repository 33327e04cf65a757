// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.notice;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What must stay between those who are told and this service.
 *
 * @param signatures null without a webhook
 * @param password null without a mail server that takes one
 */
record NoticeSecrets(
        @Nullable WebhookSignature signatures, @Nullable String password) {
    private static final int SHORTEST_SECRET = 20;
    private static final int SHORTEST_PASSWORD = 1;

    /**
     * Reads the files that the settings name, each with {@code read}, which is given the length of the shortest secret.
     *
     * @throws IllegalArgumentException that names all files that do not hold what they should, and nothing in them
     */
    static NoticeSecrets read(NoticeConfig config, BiFunction<Path, Integer, String> read) {
        List<String> faults = new ArrayList<>();
        List<byte[]> keys = new ArrayList<>();
        if (config.webhook() != null) {
            for (Path file : config.webhook().secretFiles()) {
                text(file, SHORTEST_SECRET, read, faults)
                        .ifPresent(secret -> WebhookSignature.key(secret)
                                .ifPresentOrElse(
                                        keys::add,
                                        () -> faults.add(file + " holds no secret of a webhook, expected "
                                                + WebhookSignature.PREFIX + " and 24 to 64 bytes in base64")));
            }
        }
        Path password = config.mail() == null ? null : config.mail().passwordFile();
        String word = password == null
                ? null
                : text(password, SHORTEST_PASSWORD, read, faults).orElse(null);
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", faults));
        }
        return new NoticeSecrets(keys.isEmpty() ? null : new WebhookSignature(keys), word);
    }

    private static Optional<String> text(
            Path file, int shortest, BiFunction<Path, Integer, String> read, List<String> faults) {
        try {
            return Optional.of(read.apply(file, shortest));
        } catch (IllegalArgumentException | UncheckedIOException e) {
            faults.add(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "NoticeSecrets[[redacted]]";
    }
}
