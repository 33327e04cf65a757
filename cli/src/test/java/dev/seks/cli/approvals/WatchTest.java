// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.approvals;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seks.cli.option.DevFile;
import dev.seks.cli.option.RunningDev;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchTest {
    private final List<String> told = new ArrayList<>();

    @TempDir
    private Path folder;

    @Test
    void tellsOfEachOnceAndOfItsEnd() throws IOException {
        ObjectNode a = Waiting.request('a', "");
        ObjectNode b = Waiting.request('b', "");
        ObjectNode ended = Waiting.request('a', "").put("state", "DECIDED").put("outcome", "DENIED");
        try (FakeInbox inbox = FakeInbox.answering(200, Waiting.list(List.of(a)))) {
            Watch watch = watch(inbox);
            watch.look();
            watch.look();
            assertThat(told).containsExactly("a OPEN");

            inbox.answers(Waiting.list(List.of(b))).answersTo("/v1/approvals/" + "a".repeat(64), ended.toString());
            watch.look();
            watch.look();
            assertThat(told).containsExactly("a OPEN", "a DECIDED", "b OPEN");
        }
    }

    @Test
    void takesWhatTheListHasNoRoomForForNoEnd() throws IOException {
        ObjectNode a = Waiting.request('a', "");
        ObjectNode b = Waiting.request('b', "");
        try (FakeInbox inbox = FakeInbox.answering(200, Waiting.list(List.of(a)))) {
            Watch watch = watch(inbox);
            watch.look();

            inbox.answers("{\"total\":2,\"approvals\":[" + b + "]}")
                    .answersTo("/v1/approvals/" + "a".repeat(64), a.toString());
            watch.look();
            inbox.answers(Waiting.list(List.of(a, b)));
            watch.look();

            assertThat(told).containsExactly("a OPEN", "b OPEN");
        }
    }

    @Test
    void tellsAgainWhatHasChanged() throws IOException {
        ObjectNode a = Waiting.request('a', "");
        try (FakeInbox inbox = FakeInbox.answering(200, Waiting.list(List.of(a)))) {
            Watch watch = watch(inbox);
            watch.look();
            inbox.answers(Waiting.list(List.of(a.deepCopy().put("explanation", "one of two has approved"))));
            watch.look();

            assertThat(told).containsExactly("a OPEN", "a OPEN");
        }
    }

    @Test
    void givesBackARefusal() throws IOException {
        try (FakeInbox inbox = FakeInbox.answering(401, "{}")) {
            assertThat(watch(inbox).look().isRefusal()).isTrue();
            assertThat(told).isEmpty();
        }
    }

    private Watch watch(FakeInbox inbox) {
        DevFile.in(folder).inbox(inbox.url()).write();
        return new Watch(
                ApprovalsApi.of(RunningDev.in(folder)),
                entry -> told.add(entry.path("requestDigest").asText().charAt(0) + " "
                        + entry.path("state").asText()));
    }
}
