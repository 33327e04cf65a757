// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.cluster;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests the one cluster of the run; started for the first who asks, closed when all tests are done. */
public final class KafkaClusterExtension implements ParameterResolver {
    private static final ExtensionContext.Namespace RUN = ExtensionContext.Namespace.create(KafkaCluster.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == KafkaCluster.class;
    }

    @Override
    public KafkaCluster resolveParameter(ParameterContext parameter, ExtensionContext test) {
        return test.getRoot()
                .getStore(RUN)
                .getOrComputeIfAbsent(KafkaCluster.class, key -> KafkaCluster.start(), KafkaCluster.class);
    }
}
