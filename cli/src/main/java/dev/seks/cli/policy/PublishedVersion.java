// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A version as it was published, and what became of it. */
record PublishedVersion(PublishedBundle published, Standing standing) {
    /** Of several bundles with the same version so many are looked at for the one that came into force. */
    private static final int MAX_RIVALS = 20;

    /**
     * The bundle of a version; of several, the one that came into force, else the first.
     *
     * @param version null for the newest
     */
    static Optional<PublishedVersion> find(BundlePublisher publisher, @Nullable Integer version) {
        List<PublishedBundle> rivals = new ArrayList<>();
        if (version == null) {
            publisher.newest().ifPresent(rivals::add);
        } else {
            publisher.read(published -> {
                if (published.version() == version && rivals.size() < MAX_RIVALS) {
                    rivals.add(published);
                }
            });
        }
        PublishedVersion meant = null;
        try (Standings standings = publisher.standings()) {
            for (PublishedBundle rival : rivals) {
                Standing its = standings.of(rival, Standings.GLANCE);
                if (meant == null || its.word() == Standing.Word.ACTIVATED) {
                    meant = new PublishedVersion(rival, its);
                }
            }
        }
        return Optional.ofNullable(meant);
    }
}
