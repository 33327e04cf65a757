// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.approval.Asked;
import dev.seks.approval.inbox.Grants;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.Reason;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Pages of an inbox in which very much waits; what it takes is written to {@code target/figures}, and not judged here. */
class InboxSizeTest {
    private static final int OPEN = 10_000;
    private static final int DECIDED = 5_000;
    private static final int TIMES = 30;

    @Test
    void showsAnInboxInWhichTenThousandWait() throws IOException {
        try (RunningInbox inbox = new RunningInbox()) {
            for (int i = 0; i < OPEN; i++) {
                inbox.with(Asked.request("open-" + i).params("{\"name\":\"site-" + i + "\"}"));
            }
            for (int i = 0; i < DECIDED; i++) {
                Asked done = Asked.request("done-" + i).params("{\"name\":\"done-" + i + "\"}");
                inbox.with(done);
                inbox.inbox.decided(done.ended(Outcome.APPROVED, Reason.APPROVED_BY_PEOPLE));
            }
            String one = "/approvals/"
                    + Asked.request("open-7").params("{\"name\":\"site-7\"}").digest();
            String cookie = inbox.cookie();

            long list = median(inbox, cookie, "/", "<span class=\"count\">10000</span>");
            long request = median(inbox, cookie, one, "create repository site-7");

            String figures = String.format(
                    Locale.ROOT,
                    "%d open, %d decided: list %.1f ms, request page %.1f ms, heap in use after a collection %d MB%n",
                    OPEN,
                    DECIDED,
                    list / 1e6,
                    request / 1e6,
                    heap());
            Files.createDirectories(Path.of("target/figures"));
            Files.writeString(Path.of("target/figures/inbox.txt"), figures);
        }
    }

    @Test
    void showsAsManyGrantsAsAreRemembered() throws IOException {
        try (RunningInbox inbox = new RunningInbox()) {
            for (int i = 0; i < Grants.MAX_KEPT; i++) {
                Duration ttl = Duration.ofSeconds(i < Grants.MAX_KEPT / 2 ? 1 : 3_600);
                inbox.inbox.grants().take(Asked.request("g-" + i).granted(ttl, 5, "mika"));
            }
            inbox.clock.advance(Duration.ofMinutes(2));
            String cookie = inbox.cookie();
            String half = String.valueOf(Grants.MAX_KEPT / 2);

            long grants = median(inbox, cookie, "/grants", "<span class=\"count\">" + half + "</span>");
            long list = median(inbox, cookie, "/", "Grants <span class=\"number\">" + half + "</span>");

            String figures = String.format(
                    Locale.ROOT,
                    "%s grants hold, as many have ended: grants page %.1f ms, list %.1f ms, heap in use after a collection %d MB%n",
                    half,
                    grants / 1e6,
                    list / 1e6,
                    heap());
            Files.createDirectories(Path.of("target/figures"));
            Files.writeString(Path.of("target/figures/grants.txt"), figures);
        }
    }

    private static long median(RunningInbox inbox, String cookie, String path, String shown) {
        List<Long> took = new ArrayList<>();
        for (int i = 0; i < TIMES; i++) {
            long begun = System.nanoTime();
            String page = inbox.send(inbox.to(path).header("Cookie", cookie)).body();
            took.add(System.nanoTime() - begun);
            assertThat(page).contains(shown);
        }
        Collections.sort(took);
        return took.get(TIMES / 2);
    }

    private static long heap() {
        ManagementFactory.getMemoryMXBean().gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20;
    }
}
