// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.policy;

import dev.seks.broker.policy.Finding;
import dev.seks.broker.policy.Policy;
import dev.seks.schemas.catalogue.ActionCatalogue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Everything there is to say about a policy file before it is published. */
final class Review {
    private Review() {}

    /** Faults of policy and catalogue, and what is right but most likely not meant, in reading order of each file. */
    static List<Remark> of(Reading reading) {
        List<Remark> remarks = new ArrayList<>();
        reading.faults().forEach(fault -> remarks.add(Remark.of(fault)));
        reading.source().map(CommentedKeys::in).ifPresent(found -> addAll(remarks, found));
        Optional<Policy> policy = reading.policy();
        policy.ifPresent(found -> addAll(remarks, found.findings()));
        Optional<ActionCatalogue> catalogue = reading.actions().catalogue();
        if (policy.isPresent() && catalogue.isPresent()) {
            Policy.Compilation compilation = policy.get().compileFor(catalogue.get());
            if (compilation instanceof Policy.Compiled compiled) {
                addAll(remarks, compiled.policy().findings());
            } else {
                ((Policy.Faulty) compilation).faults().forEach(fault -> remarks.add(Remark.of(fault)));
            }
        }
        Collections.sort(remarks);
        return List.copyOf(remarks);
    }

    private static void addAll(List<Remark> remarks, List<Finding> findings) {
        findings.forEach(finding -> remarks.add(Remark.of(finding)));
    }
}
