// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.policy;

import dev.seks.cli.fault.EnvironmentFault;
import dev.seks.schemas.record.BundleFile;
import dev.seks.schemas.record.PolicyBundle;
import dev.seks.schemas.topic.Sizes;
import dev.seks.schemas.yaml.SourceFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a policy bundle is made of, word for word.
 *
 * @param domain the policy's
 * @param policy the policy file
 * @param catalogue the catalogue files, sorted by path
 * @param operators the people of the reserved group
 */
public record BundleSource(String domain, BundleFile policy, List<BundleFile> catalogue, List<String> operators) {
    private static final String FOLDER = "catalogue/";

    public BundleSource {
        catalogue = catalogue.stream()
                .sorted(Comparator.comparing(BundleFile::getPath))
                .toList();
        operators = List.copyOf(operators);
    }

    /**
     * What a reading without faults says.
     *
     * @throws EnvironmentFault when it is more than a bundle may hold
     */
    public static BundleSource of(Reading reading, List<String> operators) {
        String domain = reading.sound().domain();
        SourceFile policy = reading.source().orElseThrow();
        BundleSource source = new BundleSource(
                domain,
                new BundleFile(name(policy), policy.text()),
                reading.actions().files().stream()
                        .map(file -> new BundleFile(FOLDER + name(file), file.text()))
                        .toList(),
                operators);
        long bytes = source.bytes();
        if (bytes > Sizes.BUNDLE_TEXT) {
            throw EnvironmentFault.of(
                    "policy and catalogue have " + bytes + " bytes together, expected at most " + Sizes.BUNDLE_TEXT);
        }
        return source;
    }

    /** Whether a published bundle says the same. */
    boolean sameAs(PolicyBundle published) {
        return policy.getText().equals(published.getPolicy().getText())
                && catalogue.equals(published.getCatalogue())
                && operators.equals(published.getOperators());
    }

    private long bytes() {
        return Stream.concat(Stream.of(policy), catalogue.stream())
                .mapToLong(file -> file.getText().getBytes(StandardCharsets.UTF_8).length)
                .sum();
    }

    private static String name(SourceFile file) {
        return Path.of(file.path()).getFileName().toString();
    }
}
