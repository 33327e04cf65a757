// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.catalogue;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class PurityTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.seks.schemas.catalogue", "dev.seks.schemas.yaml");

    @Test
    void readsTextAndNothingElse() {
        classes()
                .that()
                .resideInAnyPackage("dev.seks.schemas.catalogue", "dev.seks.schemas.yaml")
                .should()
                .onlyDependOnClassesThat()
                .haveNameMatching(
                        "(dev\\.seks\\.schemas\\.(catalogue|yaml)\\..*)|(java\\.(lang|util|math)\\..*)"
                                + "|(java\\.net\\.URI(SyntaxException)?)|(java\\.time\\.Duration)|(java\\.nio\\.charset\\..*)|(java\\.io\\.IOException)"
                                + "|(com\\.fasterxml\\.jackson\\.core\\..*)|(org\\.yaml\\.snakeyaml\\..*)"
                                + "|(com\\.google\\.re2j\\..*)|(org\\.jspecify\\..*)|(\\[*[A-Z])|(\\[+L.*)|boolean|int|long|char|byte|double|void")
                .because("what two processes must agree on can depend on no file, network, clock or chance")
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
    }
}
