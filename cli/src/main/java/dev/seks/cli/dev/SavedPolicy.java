// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.dev;

import dev.seks.broker.decision.Comparison;
import dev.seks.cli.fault.EnvironmentFault;
import dev.seks.cli.policy.BundlePublisher;
import dev.seks.cli.policy.BundleSource;
import dev.seks.cli.policy.DiffText;
import dev.seks.cli.policy.Objections;
import dev.seks.cli.policy.PolicyDiff;
import dev.seks.cli.policy.PublishedBundle;
import dev.seks.cli.policy.Reading;
import dev.seks.cli.policy.Standing;
import dev.seks.cli.policy.Trial;
import dev.seks.schemas.text.Printable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import picocli.CommandLine.Help.Ansi;

/**
 * Brings what somebody has saved into force, and tells which decisions that changes; or tells what is wrong with it, and
 * leaves the last good one in force.
 */
final class SavedPolicy {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int MOST_LINES = 40;

    private final Source files;
    private final BundlePublisher publisher;
    private final Supplier<BundlePublisher.Signature> signature;
    private final DiffText text;
    private final Consumer<String> out;
    private boolean refused;

    /**
     * What is saved.
     *
     * @param domain the one that everything was started for
     * @param operators the people of the group operators
     */
    record Source(Supplier<Reading> read, String domain, List<String> operators) {}

    SavedPolicy(
            Source files,
            BundlePublisher publisher,
            Supplier<BundlePublisher.Signature> signature,
            Ansi ansi,
            Consumer<String> out) {
        this.files = files;
        this.publisher = publisher;
        this.signature = signature;
        this.text = new DiffText(ansi, false);
        this.out = out;
    }

    /** Reads what is saved now, and does with it what can be done; never fails. */
    void publish() {
        try {
            Reading reading = files.read.get();
            Trial trial = Trial.of(reading, files.operators);
            if (trial instanceof Trial.Ready ready) {
                publish(reading, ready);
            } else {
                refuse(((Trial.Faulty) trial)
                        .faults().stream().map(Object::toString).toList());
            }
        } catch (EnvironmentFault e) {
            refuse(List.of(String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            refuse(List.of("the policy cannot be published: " + e.getMessage()));
        }
    }

    private void publish(Reading reading, Trial.Ready ready) {
        List<String> objections = objections(ready);
        if (!objections.isEmpty()) {
            refuse(objections);
            return;
        }
        Optional<PublishedBundle> before = publisher.newest();
        BundleSource source = BundleSource.of(reading, files.operators);
        PublishedBundle published = publisher.publish(source, signature.get(), before);
        if (before.filter(one -> one.version() == published.version()).isPresent()) {
            if (refused) {
                out.accept("policy  what is saved is version " + published.version() + " again, which is in force");
            }
            refused = false;
            return;
        }
        Standing standing = publisher.standing(published, PATIENCE);
        switch (standing.word()) {
            case ACTIVATED -> tell(published.version(), before, ready);
            case REFUSED -> refuse(List.of(standing.reason()));
            case WAITING -> out.accept("policy  version " + published.version() + " is not taken up yet");
        }
    }

    private List<String> objections(Trial.Ready ready) {
        String domain = ready.policy().domain();
        return domain.equals(files.domain)
                ? Objections.to(ready)
                : List.of("the policy is of domain " + domain + ", expected " + files.domain
                        + "; start again to change it");
    }

    private void tell(int version, Optional<PublishedBundle> before, Trial.Ready now) {
        refused = false;
        Optional<Comparison> comparison = before.map(old -> Trial.of(Reading.of(old.bundle()), files.operators))
                .map(was -> was instanceof Trial.Ready old ? PolicyDiff.between(old, now) : null);
        out.accept("policy  version " + version + " is in force"
                + comparison.map(all -> ": " + DiffText.summary(all)).orElse(""));
        comparison.ifPresent(all -> text.of(all, MOST_LINES).forEach(line -> out.accept("  " + line)));
    }

    private void refuse(List<String> why) {
        refused = true;
        why.forEach(line -> out.accept("policy  " + Printable.of(line)));
        out.accept("policy  what is saved is not published, the last good version stays in force");
    }
}
