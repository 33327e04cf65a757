// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class PurityTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.seks.broker.policy", "dev.seks.broker.condition");

    @Test
    void readsTextAndNothingElse() {
        classes()
                .that()
                .resideInAPackage("dev.seks.broker.policy")
                .should()
                .onlyDependOnClassesThat()
                .haveNameMatching(
                        "(dev\\.seks\\.broker\\.(policy|condition)\\..*)|(dev\\.seks\\.schemas\\.(catalogue|digest|yaml|signature)\\..*)"
                                + "|(java\\.(lang|util)\\..*)|(java\\.time\\.(Duration|Instant|DayOfWeek|LocalTime|ZoneId|DateTimeException))|(java\\.math\\.BigDecimal)|(java\\.nio\\.charset\\.(Standard)?Charsets?)|(org\\.jspecify\\..*)|(\\[+.*)"
                                + "|boolean|int|long|char|void")
                .because("a ruling can depend on nothing but the policy and the catalogue")
                .check(CLASSES);
    }

    @Test
    void knowsTheLanguageOfConditionsInOnePlace() {
        noClasses()
                .that()
                .resideInAPackage("dev.seks.broker.policy")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.cel..")
                .because("a policy asks conditions, and does not know by whom they are evaluated")
                .check(CLASSES);
    }

    @Test
    void takesNoTimeAndNoChance() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.util\\.(Random|UUID|Timer|concurrent\\..*|logging\\..*)")
                .because("the same text has the same meaning whenever and wherever it is read")
                .check(CLASSES);
        noClasses()
                .should()
                .callMethodWhere(describe(
                        "time is taken",
                        call -> call.getTarget().getName().equals("now")
                                && call.getTargetOwner().getPackageName().equals("java.time")))
                .because("time is given, never taken")
                .check(CLASSES);
    }
}
