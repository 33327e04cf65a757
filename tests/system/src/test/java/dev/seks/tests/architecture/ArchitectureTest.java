// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may know whom, over all modules. */
class ArchitectureTest {
    private static final String ROOT = "dev.seks";
    private static final int MAX_PACKAGE_SEGMENTS = 4;
    private static final String[] PURE = {
        "dev.seks.schemas.catalogue..",
        "dev.seks.schemas.control..",
        "dev.seks.schemas.grant..",
        "dev.seks.schemas.yaml..",
        "dev.seks.broker.condition..",
        "dev.seks.schemas.signature..",
        "dev.seks.schemas.trust..",
        "dev.seks.broker.policy..",
        "dev.seks.broker.limit..",
        "dev.seks.broker.decision.."
    };
    /** Written by the build: Avro's records and the compiled page templates. */
    private static final Set<String> GENERATED = Set.of("dev.seks.schemas.record", "dev.seks.approval.page");

    private static final Map<String, Set<String>> CLOCKS = Map.of(
            "java.lang.System", Set.of("currentTimeMillis", "nanoTime", "getenv", "getProperty", "identityHashCode"),
            "java.time.Clock", Set.of("instant", "millis", "systemUTC", "systemDefaultZone", "system"),
            "java.util.UUID", Set.of("randomUUID"),
            "java.lang.Math", Set.of("random"),
            "java.util.Date", Set.of("<init>"),
            "java.time.ZoneId", Set.of("systemDefault"));

    private static final Set<String> CHANCE = Set.of(
            "java.util.Random",
            "java.util.concurrent.ThreadLocalRandom",
            "java.security.SecureRandom",
            "java.util.SplittableRandom");

    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void everyModuleIsLookedAt() {
        assertThat(OURS.stream().map(type -> segment(type.getPackageName(), 2)).distinct())
                .contains("schemas", "broker", "approval", "executor", "client", "cli");
        assertThat(OURS.stream().map(JavaClass::getPackageName))
                .contains("dev.seks.schemas.catalogue", "dev.seks.broker.policy", "dev.seks.broker.decision");
    }

    @Test
    void purePackagesTouchNothingOutside() {
        check(noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.kafka..",
                        "java.net.http..",
                        "java.nio.file..",
                        "java.sql..",
                        "io.javalin..",
                        "org.apache.hc..",
                        "org.slf4j..",
                        "org.apache.logging..",
                        "java.util.logging..")
                .because("what is decided must follow from the log alone: replay, simulation and tests run this code"));
    }

    @Test
    void purePackagesReachNoKafkaThroughOthers() {
        check(noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .transitivelyDependOnClassesThat()
                .resideInAPackage("org.apache.kafka..")
                .because("a state machine that pulls in Kafka cannot be run without it"));
    }

    @Test
    void purePackagesKnowNoClockAndNoChance() {
        check(noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .accessTargetWhere(describe("reads a clock or is random", ArchitectureTest::isImpure))
                .because("time is the append time of the event, and the same events must give the same decisions"));
    }

    @Test
    void schemasKnowNothingOfOurs() {
        check(noClasses()
                .that()
                .resideInAPackage("dev.seks.schemas..")
                .should()
                .dependOnClassesThat(resideInAPackage("dev.seks..")
                        .and(DescribedPredicate.not(resideInAPackage("dev.seks.schemas.."))))
                .because("it holds what two processes must agree on, and nothing that only one needs"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"broker", "approval", "executor", "client"})
    void servicesDoNotKnowEachOther(String service) {
        check(noClasses()
                .that()
                .resideInAPackage("dev.seks." + service + "..")
                .should()
                .dependOnClassesThat(resideInAPackage("dev.seks..")
                        .and(DescribedPredicate.not(
                                resideInAnyPackage("dev.seks.schemas..", "dev.seks." + service + ".."))))
                .because("each runs as a process of its own, and they talk through topics alone"));
    }

    @Test
    void credentialsStayWithTheExecutor() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages("dev.seks.executor..", "dev.seks.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.seks.executor.credential..",
                        "dev.seks.executor.custody..",
                        "dev.seks.executor.safe..",
                        "dev.seks.executor.vault..",
                        "dev.seks.executor.github..",
                        "dev.seks.executor.remote..")
                .because("no other part may ever hold a credential; the command line only wires the executor"));
    }

    @Test
    void decisionsAreTheBrokersAlone() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages("dev.seks.broker..", "dev.seks.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.seks.broker.condition..",
                        "dev.seks.broker.policy..",
                        "dev.seks.broker.limit..",
                        "dev.seks.broker.decision..")
                .because("the executor obeys decisions and never makes one"));
    }

    @Test
    void invariantsAreCheckedWithoutTheCodeTheyJudge() {
        JavaClasses checker = new ClassFileImporter().importPackages("dev.seks.tests.invariant");

        noClasses()
                .that()
                .resideInAPackage("dev.seks.tests.invariant..")
                .should()
                .dependOnClassesThat(resideInAPackage("dev.seks..")
                        .and(DescribedPredicate.not(resideInAnyPackage(
                                "dev.seks.tests.invariant..",
                                "dev.seks.schemas.record..",
                                "dev.seks.schemas.wire..",
                                "dev.seks.schemas.topic..",
                                "dev.seks.schemas.digest.."))))
                .because("a judge that shares code with the judged shares its mistakes")
                .check(checker);
    }

    @Test
    void namesSayWhatThingsAre() {
        check(classes()
                .that()
                .resideOutsideOfPackages(GENERATED.toArray(String[]::new))
                .and()
                .areNotAnonymousClasses()
                .should()
                .haveNameNotMatching(".*(Utils?|Helpers?|Manager|Impl|Base|Common)(\\$.*)?")
                .because("such a name says nothing about what the thing is"));
    }

    @Test
    void packagesAreOneWordDeep() {
        Set<String> deep = new TreeSet<>();
        OURS.forEach(type -> {
            String[] segments = type.getPackageName().split("\\.");
            boolean isPlain = List.of(segments).stream().allMatch(segment -> segment.matches("[a-z]+"));
            if (segments.length > MAX_PACKAGE_SEGMENTS || !isPlain) {
                deep.add(type.getPackageName());
            }
        });

        assertThat(deep)
                .as("packages of one word each, at most four segments: whoever looks for a feature finds it")
                .isEmpty();
    }

    @Test
    void everyPackageSaysWhatItIsAndIsNullMarked() {
        Set<String> bare = new TreeSet<>();
        OURS.forEach(type -> {
            if (!GENERATED.contains(type.getPackageName()) && !type.getPackage().isAnnotatedWith(NullMarked.class)) {
                bare.add(type.getPackageName());
            }
        });

        assertThat(bare)
                .as("package-info.java with a paragraph and @NullMarked: null is said, not guessed")
                .isEmpty();
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(OURS);
    }

    private static boolean isImpure(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        String name = access.getTarget().getName();
        return CLOCKS.getOrDefault(owner, Set.of()).contains(name)
                || CHANCE.contains(owner)
                || (owner.startsWith("java.time.") && name.equals("now"));
    }

    private static String segment(String packageName, int index) {
        String[] segments = packageName.split("\\.");
        return segments.length > index ? segments[index] : "";
    }
}
