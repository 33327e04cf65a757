// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.policy;

import dev.seks.cli.fault.EnvironmentFault;
import dev.seks.cli.option.DurationOption;
import dev.seks.cli.option.ExitCode;
import dev.seks.cli.option.Terminal;
import dev.seks.schemas.record.PolicyBundle;
import dev.seks.schemas.yaml.SourceFile;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code seks policy push}: publishes a policy and its catalogue, and tells what the broker made of them. */
@Command(
        name = "push",
        description = "Publish a policy and its catalogue under a new version, and see whether it comes into force."
                + " A policy that is faulty, fails one of its own tests, or needs the group operators while nobody is in it"
                + " is not published.",
        sortOptions = false,
        footer = {
            "",
            "Without a catalogue, named or beside the file, that of the newest version goes on.",
            "",
            "Exit codes: 0 in force, 1 faulty or refused, 2 usage or environment, 3 published and not yet taken up."
        })
final class PushCommand implements Callable<Integer> {
    static final int MAX_MESSAGE = 500;

    @Parameters(paramLabel = "FILE", description = "The policy file.")
    private Path file = Path.of("");

    @Option(
            names = {"-m", "--message"},
            paramLabel = "TEXT",
            required = true,
            description = "Why, in one line.")
    private String message = "";

    @Mixin
    private CatalogueOption catalogue = new CatalogueOption();

    @Option(
            names = "--operator",
            paramLabel = "PERSON",
            description = "Who is in the reserved group operators; may be repeated. Default: who is in it now.")
    private @Nullable List<String> operators;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "The publisher's private key, mode 0600. Default: that of seks dev.")
    private @Nullable Path key;

    @Option(
            names = "--wait",
            paramLabel = "10s",
            defaultValue = "10s",
            converter = DurationOption.class,
            description = "How long to wait for the broker (default: ${DEFAULT-VALUE}).")
    private Duration patience = Duration.ZERO;

    @Option(names = "--json", description = "Print what became of it as one line of JSON.")
    private boolean json;

    @Mixin
    private ClusterDomain where = new ClusterDomain();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        if (message.isBlank()
                || message.length() > MAX_MESSAGE
                || message.lines().count() != 1) {
            throw terminal().wrong("--message, expected one line of at most " + MAX_MESSAGE + " characters");
        }
        Reading reading = catalogue.read(file);
        if (isFaulty(reading)) {
            return ExitCode.FINDING;
        }
        try {
            return push(reading, where.publisher(reading.sound().domain()));
        } catch (KafkaException | IllegalStateException e) {
            throw EnvironmentFault.because("the policy cannot be published: " + e.getMessage(), e);
        }
    }

    private boolean isFaulty(Reading reading) {
        reading.faults().forEach(fault -> terminal().data(fault.toString()));
        if (!reading.faults().isEmpty()) {
            terminal().talk("seks: a policy with faults is not published");
        }
        return !reading.faults().isEmpty();
    }

    private int push(Reading reading, BundlePublisher publisher) {
        Optional<PublishedBundle> newest = publisher.newest();
        Reading whole = withCatalogue(reading, newest);
        if (isFaulty(whole)) {
            return ExitCode.FINDING;
        }
        List<String> people = operators != null
                ? operators
                : newest.map(PublishedBundle::bundle)
                        .map(PolicyBundle::getOperators)
                        .orElse(List.of());
        if (isObjectionable(whole, people)) {
            return ExitCode.FINDING;
        }
        BundleSource source = BundleSource.of(whole, people);
        if (newest.filter(n -> source.sameAs(n.bundle())).isPresent()) {
            terminal().talk("seks: version " + newest.get().version() + " says the same, nothing is published");
        }
        BundlePublisher.Signature signature = new BundlePublisher.Signature(
                System.getProperty("user.name", "unknown"),
                message.strip(),
                commit(reading),
                Instant.now(),
                where.signer(key));
        PublishedBundle published = publisher.publish(source, signature, newest);
        return tell(published, publisher.standing(published, patience));
    }

    /** Whether the broker would refuse it, its own tests fail, or nobody could approve. */
    private boolean isObjectionable(Reading whole, List<String> people) {
        Trial trial = Trial.of(whole, people);
        if (trial instanceof Trial.Faulty faulty) {
            faulty.faults().forEach(fault -> terminal().data(fault.toString()));
            terminal().talk("seks: a policy with faults is not published");
            return true;
        }
        List<String> objections = Objections.to((Trial.Ready) trial);
        objections.forEach(terminal()::data);
        if (!objections.isEmpty()) {
            terminal().talk("seks: nothing is published");
        }
        return !objections.isEmpty();
    }

    private Reading withCatalogue(Reading reading, Optional<PublishedBundle> newest) {
        if (reading.actions().folder().isPresent()) {
            return reading;
        }
        PolicyBundle before = newest.map(PublishedBundle::bundle)
                .orElseThrow(() -> EnvironmentFault.of("there is no catalogue beside " + file
                                + ", and no version before this one whose catalogue could go on")
                        .hint("--catalogue DIR names one"));
        terminal().talk("seks: the catalogue is that of version " + before.getVersion());
        return reading.withCatalogue(before.getCatalogue().stream()
                .map(file -> new SourceFile(file.getPath(), file.getText()))
                .toList());
    }

    private @Nullable String commit(Reading reading) {
        List<SourceFile> files = new ArrayList<>();
        reading.source().ifPresent(files::add);
        files.addAll(reading.actions().files());
        GitCommit git = GitCommit.of(files);
        if (git.commit().isPresent() && git.clean().isEmpty()) {
            terminal().talk("seks: not as in the Git commit, so none is named: " + String.join(", ", git.different()));
        }
        return git.clean().orElse(null);
    }

    private int tell(PublishedBundle published, Standing standing) {
        if (json) {
            terminal().data(published.json(standing));
        }
        String what = "version " + published.version() + " of domain "
                + published.bundle().getDomain();
        String became = switch (standing.word()) {
            case ACTIVATED -> what + " came into force";
            case REFUSED -> what + " is refused: " + standing.reason();
            case WAITING -> what + " is published, and no broker has taken it up yet";
        };
        if (json) {
            terminal().talk("seks: " + became);
        } else {
            terminal().data(became);
        }
        return switch (standing.word()) {
            case ACTIVATED -> ExitCode.DONE;
            case REFUSED -> ExitCode.FINDING;
            case WAITING -> ExitCode.STILL_PENDING;
        };
    }

    private Terminal terminal() {
        return Terminal.of(spec);
    }
}
