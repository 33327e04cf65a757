// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.oracle;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

class OracleIndependenceTest {
    @Test
    void sharesNoCodeWithWhatItJudges() {
        classes()
                .that()
                .resideInAPackage("dev.seks.broker.oracle")
                .and()
                .haveSimpleNameNotEndingWith("Test")
                .should()
                .onlyDependOnClassesThat()
                .haveNameMatching("dev\\.seks\\.broker\\.oracle\\..*|java\\..*|org\\.jspecify\\..*|\\[*[a-z]+|\\[.*")
                .because("an oracle that uses the code it judges repeats its mistakes")
                .check(new ClassFileImporter().importPackages("dev.seks.broker.oracle"));
    }
}
