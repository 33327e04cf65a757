// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.request;

import dev.seks.cli.option.Cluster;
import dev.seks.cli.option.Handle;
import dev.seks.cli.option.RunningDev;
import dev.seks.schemas.record.Approval;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.text.Printable;
import java.time.temporal.ChronoUnit;
import java.util.stream.Collectors;

/** What is said while a request waits for people: who can approve it, until when, and how. */
final class Waiting {
    private Waiting() {}

    static String text(Decision pending, Cluster cluster) {
        String handle = Handle.of(pending.getRequestDigest());
        String option = cluster.dev().map(RunningDev::option).orElse("");
        Approval approval = pending.getApproval();
        String people = approval == null ? "" : people(approval);
        return "seks: " + handle + " waits for a person" + people + System.lineSeparator()
                + "      approve it with: ./seks approvals approve " + handle + option + System.lineSeparator()
                + "      or deny it with: ./seks approvals deny " + handle + option;
    }

    private static String people(Approval approval) {
        String names = approval.getApprovers().stream()
                .flatMap(group -> group.getPeople().stream())
                .distinct()
                .map(Printable::of)
                .collect(Collectors.joining(", "));
        return " (" + names + "), until " + approval.getExpiresAt().truncatedTo(ChronoUnit.SECONDS);
    }
}
