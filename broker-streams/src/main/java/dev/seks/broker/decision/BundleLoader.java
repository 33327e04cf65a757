// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import dev.seks.broker.policy.Policy;
import dev.seks.schemas.catalogue.ActionCatalogue;
import dev.seks.schemas.catalogue.Names;
import dev.seks.schemas.digest.Digest;
import dev.seks.schemas.record.BundleFile;
import dev.seks.schemas.record.PolicyBundle;
import dev.seks.schemas.topic.Sizes;
import dev.seks.schemas.wire.RecordCodec;
import dev.seks.schemas.wire.WireException;
import dev.seks.schemas.yaml.Fault;
import dev.seks.schemas.yaml.SourceFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns a published bundle into a policy that can be asked, or says why it cannot. */
public final class BundleLoader {
    /** The most people in the reserved group, as in any other: every approval that asks them names them all. */
    static final int MAX_OPERATORS = 100;

    /** The longest path of a file, in characters: every rule that a decision cites repeats it. */
    static final int MAX_PATH_LENGTH = 255;

    private static final int MAX_FAULTS_TOLD = 5;

    private final RecordCodec<PolicyBundle> codec;

    public BundleLoader(RecordCodec<PolicyBundle> codec) {
        this.codec = codec;
    }

    /** What became of a bundle. */
    public sealed interface Loaded {
        /** It can come into force. */
        record Usable(String domain, ActivePolicy policy) implements Loaded {}

        /** It cannot; {@code domain} is null when it does not even name one. */
        record Refused(@Nullable String domain, String why) implements Loaded {}
    }

    /** Reads, checks and compiles {@code value}. Time and memory are bounded by {@link Sizes#BUNDLE_TEXT}. */
    public Loaded load(byte @Nullable [] value) {
        PolicyBundle bundle;
        try {
            bundle = codec.decode(value);
        } catch (WireException e) {
            return new Loaded.Refused(null, "the bundle is unreadable: " + e.getMessage());
        }
        if (!Names.isDomain(bundle.getDomain())) {
            return new Loaded.Refused(null, "the bundle names no domain, expected a lower-case name");
        }
        long size = textBytes(bundle);
        if (size > Sizes.BUNDLE_TEXT) {
            return refused(bundle, size + " bytes of text, expected at most " + Sizes.BUNDLE_TEXT);
        }
        if (Stream.concat(Stream.of(bundle.getPolicy()), bundle.getCatalogue().stream())
                .anyMatch(file -> file.getPath().length() > MAX_PATH_LENGTH)) {
            return refused(bundle, "a file's path is too long, expected at most " + MAX_PATH_LENGTH + " characters");
        }
        if (bundle.getOperators().size() > MAX_OPERATORS) {
            return refused(bundle, bundle.getOperators().size() + " operators, expected at most " + MAX_OPERATORS);
        }
        return compile(bundle, value == null ? new byte[0] : value);
    }

    private static Loaded compile(PolicyBundle bundle, byte[] value) {
        ActionCatalogue.Result catalogue = ActionCatalogue.load(
                bundle.getCatalogue().stream().map(BundleLoader::source).toList());
        Policy.Result policy = Policy.load(source(bundle.getPolicy()));
        List<Fault> faults = new ArrayList<>();
        if (policy instanceof Policy.Faulty faulty) {
            faults.addAll(faulty.faults());
        }
        if (catalogue instanceof ActionCatalogue.Faulty faulty) {
            faults.addAll(faulty.faults());
        }
        if (policy instanceof Policy.Loaded rules && catalogue instanceof ActionCatalogue.Loaded actions) {
            return activate(bundle, value, rules.policy(), actions.catalogue());
        }
        return refused(bundle, told(faults));
    }

    private static Loaded activate(PolicyBundle bundle, byte[] value, Policy policy, ActionCatalogue catalogue) {
        if (!policy.domain().equals(bundle.getDomain())) {
            return refused(bundle, "the policy is of domain " + policy.domain() + ", expected that of its bundle");
        }
        for (String operator : bundle.getOperators()) {
            if (!Names.isPerson(operator)) {
                return refused(bundle, "an operator's name is out of form, expected a lower-case name");
            }
        }
        Policy.Compilation compilation = policy.compileFor(catalogue);
        if (!(compilation instanceof Policy.Compiled compiled)) {
            return refused(bundle, told(((Policy.Faulty) compilation).faults()));
        }
        return new Loaded.Usable(
                bundle.getDomain(),
                new ActivePolicy(
                        value,
                        Digest.of(value),
                        Digest.of(bundle.getPolicy().getText()),
                        bundle.getVersion(),
                        compiled.policy(),
                        catalogue,
                        bundle.getOperators()));
    }

    private static Loaded refused(PolicyBundle bundle, String why) {
        return new Loaded.Refused(bundle.getDomain(), "bundle " + bundle.getVersion() + " refused: " + why);
    }

    private static String told(List<Fault> faults) {
        String first =
                faults.stream().limit(MAX_FAULTS_TOLD).map(Fault::toString).collect(Collectors.joining("; "));
        int more = faults.size() - MAX_FAULTS_TOLD;
        return more > 0 ? first + "; and " + more + " more" : first;
    }

    private static SourceFile source(BundleFile file) {
        return new SourceFile(file.getPath(), file.getText());
    }

    private static long textBytes(PolicyBundle bundle) {
        long bytes = bundle.getPolicy().getText().getBytes(StandardCharsets.UTF_8).length;
        for (BundleFile file : bundle.getCatalogue()) {
            bytes += file.getText().getBytes(StandardCharsets.UTF_8).length;
        }
        return bytes;
    }
}
