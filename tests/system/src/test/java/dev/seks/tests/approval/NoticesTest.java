// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seks.approval.ApprovalService;
import dev.seks.approval.notice.NoticeConfigFile;
import dev.seks.approval.notice.WebhookReceiver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Notices by a webhook, sent by several instances on a real broker. */
@Tag("slow")
class NoticesTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final List<String> DOMAINS = List.of("acme", "beta", "gamma", "delta", "epsilon", "zeta");

    @TempDir
    private Path folder;

    private final WebhookReceiver receiver = new WebhookReceiver();
    private Asking asking;
    private Path settings;

    @BeforeEach
    void open() throws Exception {
        asking = new Asking(folder);
        Path secret = Files.createFile(
                folder.resolve("webhook-secret"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(secret, WebhookReceiver.SECRET);
        settings = Files.writeString(
                folder.resolve("notify.yaml"),
                "webhook: { url: \"" + receiver.url() + "\", secret_files: [webhook-secret] }\n");
    }

    @AfterEach
    void close() {
        asking.close();
        receiver.close();
    }

    @Test
    void eachRequestIsToldOnceByTwoInstancesAndAfterBothHaveStopped() throws Exception {
        List<String> all = new ArrayList<>(ask("before"));
        try (ApprovalService survivor = service()) {
            try (ApprovalService stopping = service()) {
                await().atMost(PATIENCE).until(() -> survivor.ready() && stopping.ready());
                awaitTold(all);
                all.addAll(ask("meanwhile"));
                awaitTold(all);
            }
            all.addAll(ask("after"));
            awaitTold(all);
            awaitMetric(survivor, "seks_notices_waiting{way=\"webhook\"} 0\n");
        }
        all.addAll(ask("last"));
        try (ApprovalService next = service()) {
            await().atMost(PATIENCE).until(next::ready);
            awaitTold(all);
        }
        assertThat(receiver.digests()).hasSize(4 * DOMAINS.size()).doesNotHaveDuplicates();
    }

    @Test
    void anOutageOfTheReceiverLosesNothing() throws Exception {
        receiver.refuse("", 503);
        List<String> during = ask("during");
        try (ApprovalService service = service()) {
            await().atMost(PATIENCE).until(() -> receiver.calls() >= 2);

            receiver.takeAll();

            awaitTold(during);
            assertThat(receiver.digests()).doesNotHaveDuplicates();
            awaitMetric(service, "seks_notices_total{way=\"webhook\",outcome=\"taken\"} " + DOMAINS.size() + "\n");
        }
    }

    private ApprovalService service() throws Exception {
        return ApprovalService.start(asking.config().withNotices(NoticeConfigFile.read(settings)));
    }

    private List<String> ask(String id) {
        return DOMAINS.stream().map(domain -> asking.pending(domain, id)).toList();
    }

    /** What the service counts once it has the answers, for which whoever is told does not wait. */
    private void awaitMetric(ApprovalService service, String line) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(asking.metrics(service)).contains(line));
    }

    private void awaitTold(List<String> digests) {
        await().atMost(PATIENCE).until(() -> receiver.digests().containsAll(digests));
    }
}
