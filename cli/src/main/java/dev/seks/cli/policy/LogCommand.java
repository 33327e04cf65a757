// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.policy;

import dev.seks.cli.fault.EnvironmentFault;
import dev.seks.cli.option.ExitCode;
import dev.seks.cli.option.Terminal;
import dev.seks.schemas.record.PolicyBundle;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code seks policy log}: who published which version, when and why, and what became of it. */
@Command(
        name = "log",
        description = "See who published which version of a policy, when and why, and what became of it; oldest first.",
        sortOptions = false)
final class LogCommand implements Callable<Integer> {
    private static final int MAX_LIMIT = 10_000;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "Only the newest N, at most " + MAX_LIMIT + " (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Option(names = "--json", description = "Print one version in JSON per line.")
    private boolean json;

    @Mixin
    private ClusterDomain where = new ClusterDomain();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw Terminal.of(spec).wrong("--limit " + limit + ", expected 1 to " + MAX_LIMIT);
        }
        BundlePublisher publisher = where.publisher();
        try (Standings standings = publisher.standings()) {
            Deque<PublishedBundle> newest = new ArrayDeque<>();
            publisher.read(published -> {
                newest.add(published);
                if (newest.size() > limit) {
                    newest.remove();
                }
            });
            List<Version> versions = new ArrayList<>();
            newest.forEach(
                    published -> versions.add(new Version(published, standings.of(published, Standings.GLANCE))));
            tell(versions);
        } catch (KafkaException | IllegalStateException e) {
            throw EnvironmentFault.ofLog(e);
        }
        return ExitCode.DONE;
    }

    private void tell(List<Version> versions) {
        Terminal terminal = Terminal.of(spec);
        Optional<Integer> inForce = versions.stream()
                .flatMap(version -> version.standing.entry().stream())
                .map(entry -> entry.getPolicyVersion())
                .filter(Objects::nonNull)
                .reduce((before, after) -> after);
        for (Version version : versions) {
            boolean now = version.standing.word() == Standing.Word.ACTIVATED
                    && inForce.filter(v -> v == version.published.version()).isPresent();
            if (json) {
                terminal.data(version.published.json(version.standing).put("inForce", now));
            } else {
                terminal.data(version.text(now));
            }
        }
        if (versions.isEmpty()) {
            terminal.talk("seks: no policy has been published");
        }
    }

    private record Version(PublishedBundle published, Standing standing) {
        private static final int SHOWN = 8;

        String text(boolean inForce) {
            PolicyBundle bundle = published.bundle();
            String word = switch (standing.word()) {
                case ACTIVATED -> inForce ? "in force" : "replaced";
                case REFUSED -> "refused";
                case WAITING -> "waiting";
            };
            String commit = bundle.getGitCommit() == null
                    ? ""
                    : " ("
                            + bundle.getGitCommit()
                                    .substring(
                                            0,
                                            Math.min(
                                                    SHOWN, bundle.getGitCommit().length())) + ")";
            String line = String.format(
                    "%4d  %-8s  %s  %s  %s  %s%s",
                    bundle.getVersion(),
                    word,
                    published.at().getAppendTime(),
                    published.digest().substring(0, SHOWN),
                    bundle.getAuthor(),
                    bundle.getMessage(),
                    commit);
            return standing.word() == Standing.Word.REFUSED ? line + ": " + standing.reason() : line;
        }
    }
}
