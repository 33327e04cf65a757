// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.request;

import dev.seks.cli.option.Cluster;
import dev.seks.cli.option.Handle;
import dev.seks.cli.option.RunningDev;
import dev.seks.schemas.record.Approval;
import dev.seks.schemas.record.Decision;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;

/** What is said while a request waits for people: who can approve it, until when, and how. */
final class Waiting {
    private Waiting() {}

    /** Lines of talk, which hold names out of the record as they are. */
    static List<String> lines(Decision pending, Cluster cluster) {
        String handle = Handle.of(pending.getRequestDigest());
        String option = cluster.dev().map(RunningDev::option).orElse("");
        Approval approval = pending.getApproval();
        String people = approval == null ? "" : people(approval);
        return List.of(
                "seks: " + handle + " waits for a person" + people,
                "      approve it with: ./seks approvals approve " + handle + option,
                "      or deny it with: ./seks approvals deny " + handle + option);
    }

    private static String people(Approval approval) {
        String names = approval.getApprovers().stream()
                .flatMap(group -> group.getPeople().stream())
                .distinct()
                .collect(Collectors.joining(", "));
        return " (" + names + "), until " + approval.getExpiresAt().truncatedTo(ChronoUnit.SECONDS);
    }
}
