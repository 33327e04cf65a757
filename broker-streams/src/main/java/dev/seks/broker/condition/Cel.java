// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.condition;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.Map;
import java.util.Optional;

/**
 * The Common Expression Language as conditions use it: its standard functions and macros, and bounds on the text, on its
 * depth and on how far it may look through lists. An expression always ends, and cannot change anything.
 */
final class Cel {
    /** Longest text of a condition, in characters. */
    static final int MAX_LENGTH = 2_000;

    /** How many steps all look-throughs of lists may take together in one evaluation. */
    static final int MAX_ITERATIONS = 500;

    private static final int MAX_DEPTH = 32;
    private static final int MAX_NODES = 500;
    private static final int MAX_PATTERN_SIZE = 1_000;

    private static final String PARAMS_TYPE = "params";
    private static final CelOptions OPTIONS = CelOptions.current()
            .maxExpressionCodePointSize(MAX_LENGTH)
            .maxParseRecursionDepth(MAX_DEPTH)
            .maxParseExpressionNodeCount(MAX_NODES)
            .maxParseErrorRecoveryLimit(1)
            .maxRegexProgramSize(MAX_PATTERN_SIZE)
            .comprehensionMaxIterations(MAX_ITERATIONS)
            .enableHeterogeneousNumericComparisons(true)
            .build();
    private static final CelRuntime RUNTIME =
            CelRuntimeFactory.standardCelRuntimeBuilder().setOptions(OPTIONS).build();
    private static final CelCompiler PARSER = builder().build();

    private Cel() {}

    static CelValidationResult parse(String text) {
        return PARSER.parse(text);
    }

    /** Checks all types, where the parameters have these. */
    static CelValidationResult check(CelAbstractSyntaxTree parsed, Map<String, CelType> params) {
        StructType type = StructType.create(
                PARAMS_TYPE, ImmutableSet.copyOf(params.keySet()), name -> Optional.ofNullable(params.get(name)));
        CelCompilerBuilder builder = builder().setTypeProvider(only(type)).setResultType(SimpleType.BOOL);
        for (Variable variable : Variable.values()) {
            builder.addVar(variable.word(), variable.type().orElse(type));
        }
        return builder.build().check(parsed);
    }

    /** What evaluates a checked expression; safe for use by several threads. */
    static CelRuntime.Program program(CelAbstractSyntaxTree checked) {
        try {
            return RUNTIME.createProgram(checked);
        } catch (CelEvaluationException e) {
            throw new IllegalStateException("a checked condition has no program, expected one for each", e);
        }
    }

    private static CelCompilerBuilder builder() {
        return CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(OPTIONS)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS);
    }

    private static CelTypeProvider only(StructType type) {
        return new CelTypeProvider() {
            @Override
            public ImmutableCollection<CelType> types() {
                return ImmutableList.of(type);
            }

            @Override
            public Optional<CelType> findType(String name) {
                return name.equals(type.name()) ? Optional.of(type) : Optional.empty();
            }
        };
    }
}
