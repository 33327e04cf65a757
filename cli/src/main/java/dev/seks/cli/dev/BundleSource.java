// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.dev;

import dev.seks.broker.policy.Policy;
import dev.seks.cli.fault.EnvironmentFault;
import dev.seks.schemas.catalogue.ActionCatalogue;
import dev.seks.schemas.record.BundleFile;
import dev.seks.schemas.yaml.Fault;
import dev.seks.schemas.yaml.SourceFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The files that a policy bundle is made of, word for word.
 *
 * @param policy the policy file
 * @param catalogue the catalogue files, sorted by path
 */
record BundleSource(BundleFile policy, List<BundleFile> catalogue) {
    private static final List<String> BUILT_IN = List.of("email.yaml", "github.yaml");
    private static final String FORGE = "{forge}";
    private static final int MAX_FILES = 500;
    private static final long MAX_BYTES = 2 * 1024 * 1024;

    BundleSource {
        catalogue = List.copyOf(catalogue);
    }

    /** A policy with the user's own catalogue. */
    static BundleSource read(Path policy, Path catalogue) {
        return new BundleSource(policyFile(policy), folder(catalogue));
    }

    /** A policy with the built-in catalogue, for the forge at an address. */
    static BundleSource builtIn(Path policy, String forge) {
        List<BundleFile> catalogue = BUILT_IN.stream()
                .map(name -> new BundleFile(
                        "catalogue/" + name,
                        resource("/dev/seks/cli/catalogue/" + name).replace(FORGE, forge)))
                .toList();
        return new BundleSource(policyFile(policy), catalogue);
    }

    private static BundleFile policyFile(Path policy) {
        return new BundleFile(policy.getFileName().toString(), text(policy, "policy"));
    }

    /**
     * Checks both as the broker will, so that a faulty bundle is never published.
     *
     * @return the domain that the policy is for
     * @throws EnvironmentFault naming every fault with its file, line and column
     */
    String domain() {
        List<Fault> faults = new ArrayList<>();
        String what = "policy";
        if (ActionCatalogue.load(catalogue.stream().map(BundleSource::source).toList())
                instanceof ActionCatalogue.Faulty faulty) {
            faults.addAll(faulty.faults());
            what = "catalogue";
        }
        Policy.Result loaded = Policy.load(source(policy));
        if (loaded instanceof Policy.Faulty faulty) {
            what = faults.isEmpty() ? what : "policy and the catalogue";
            faults.addAll(faulty.faults());
        }
        if (loaded instanceof Policy.Loaded fine && faults.isEmpty()) {
            return fine.policy().domain();
        }
        String all = faults.stream().map(Fault::toString).collect(Collectors.joining("\n      "));
        throw EnvironmentFault.of("the " + what + " cannot be used:\n      " + all);
    }

    private static SourceFile source(BundleFile file) {
        return new SourceFile(file.getPath(), file.getText());
    }

    /** The example policy. */
    static String examplePolicy() {
        return resource("/dev/seks/cli/policy/seks-policy.yaml");
    }

    private static List<BundleFile> folder(Path folder) {
        List<BundleFile> files = new ArrayList<>();
        try (Stream<Path> found = Files.list(folder)) {
            found.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .limit(MAX_FILES)
                    .forEach(file ->
                            files.add(new BundleFile("catalogue/" + file.getFileName(), text(file, "catalogue"))));
        } catch (IOException e) {
            throw EnvironmentFault.because("catalogue folder " + folder + " cannot be read", e)
                    .hint("--catalogue takes a folder of SERVICE.yaml files");
        }
        if (files.isEmpty()) {
            throw EnvironmentFault.of("catalogue folder " + folder + " holds no .yaml file, expected SERVICE.yaml");
        }
        return files;
    }

    private static String text(Path file, String what) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw EnvironmentFault.of(what + " " + file + " has more than " + MAX_BYTES + " bytes");
            }
            return Files.readString(file);
        } catch (MalformedInputException e) {
            throw EnvironmentFault.because(what + " " + file + " is not UTF-8 text", e);
        } catch (IOException e) {
            throw EnvironmentFault.because(what + " " + file + " cannot be read: " + reason(file), e);
        }
    }

    private static String reason(Path file) {
        if (!Files.exists(file)) {
            return "it does not exist";
        }
        return Files.isDirectory(file) ? "it is a folder" : "permission denied";
    }

    private static String resource(String name) {
        try (InputStream in = BundleSource.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the build lacks " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
