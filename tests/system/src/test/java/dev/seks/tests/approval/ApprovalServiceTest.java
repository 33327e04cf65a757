// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.approval;

import static dev.seks.tests.approval.Asking.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.seks.approval.ApprovalConfig;
import dev.seks.approval.ApprovalService;
import dev.seks.approval.inbox.InboxFeed;
import dev.seks.broker.policy.GrantBounds;
import dev.seks.schemas.record.Channel;
import dev.seks.schemas.record.Verdict;
import dev.seks.schemas.record.VerdictChoice;
import dev.seks.schemas.topic.TopicException;
import dev.seks.schemas.topic.Topics;
import dev.seks.schemas.wire.SchemaIds;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApprovalServiceTest {
    @TempDir
    private Path folder;

    private Asking asking;

    @BeforeEach
    void open() throws Exception {
        asking = new Asking(folder);
    }

    @AfterEach
    void close() {
        asking.close();
    }

    @Test
    void rebuildsWhatWaitsAndFollowsWhatComes() throws Exception {
        asking.pending("r-1");
        asking.approved("r-1");
        String waiting = asking.pending("r-2");
        asking.pendingButAborted("r-3");

        try (ApprovalService service = asking.service()) {
            assertThat(asking.open(service)).containsExactly(waiting);

            String later = asking.pending("r-4");

            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(asking.open(service)).contains(later));
        }
        try (ApprovalService restarted = asking.service()) {
            assertThat(asking.open(restarted)).hasSize(2).contains(waiting);

            asking.approved("r-2");

            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(asking.open(restarted)).doesNotContain(waiting));
        }
    }

    @Test
    void publishesOneVerdictToTheDomainsPartition() throws Exception {
        String digest = asking.pending("r-1");

        try (ApprovalService service = asking.service()) {
            assertThat(asking.approve(service, digest.substring(0, 12))).isEqualTo(202);
            assertThat(asking.approve(service, digest)).isEqualTo(409);
        }

        assertThat(asking.verdicts()).hasSize(1);
        ConsumerRecord<byte[], byte[]> found = asking.verdicts().get(0);
        assertThat(asking.isSigned(found)).isTrue();
        assertThat(found.partition()).isEqualTo(asking.partition());
        assertThat(new String(found.key(), StandardCharsets.UTF_8)).isEqualTo(Asking.DOMAIN);
        Verdict verdict = asking.codecs().verdict().decode(found.value());
        assertThat(verdict.getRequestDigest()).isEqualTo(digest);
        assertThat(verdict.getPerson()).isEqualTo(Asking.PERSON);
        assertThat(verdict.getVerdict()).isEqualTo(VerdictChoice.APPROVE);
        assertThat(verdict.getChannel()).isEqualTo(Channel.API);
    }

    @Test
    void readsFarEnoughBackForEveryGrantThatMayHold() {
        assertThat(InboxFeed.LONGEST_GRANT).isGreaterThanOrEqualTo(GrantBounds.LONGEST);
    }

    @Test
    void refusesToStartOnTopicsThatAreNotAsDeclared() {
        Topics others = Topics.withPartitions(asking.topics().partitions() + 1);

        assertThatThrownBy(() -> ApprovalService.start(ApprovalConfig.local(
                        asking.client(),
                        others,
                        SchemaIds.builtIn(),
                        asking.config().tokenFile(),
                        asking.config().keyFile(),
                        asking.config().roots(),
                        "mika")))
                .isInstanceOf(TopicException.class)
                .hasMessageContaining("partitions");
    }

    @Test
    void refusesATokenThatOthersCanRead() throws Exception {
        Files.setPosixFilePermissions(asking.config().tokenFile(), PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(() -> ApprovalService.start(asking.config())).hasMessageContaining("expected mode 0600");
    }

    @Test
    void saysSoWhenThePortIsTaken() throws Exception {
        try (ApprovalService first = asking.service()) {
            assertThatThrownBy(() -> ApprovalService.start(asking.config().onPort(first.port())))
                    .hasMessageContaining("is taken");
        }
    }
}
