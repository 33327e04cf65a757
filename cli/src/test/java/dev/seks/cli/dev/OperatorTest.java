// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.dev;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OperatorTest {
    @ParameterizedTest
    @CsvSource({"root, root", "Mika Sato, mika-sato", "DOMAIN\\ann, domain-ann", "42, operator", "7up, up", "mïka, m-ka"
    })
    void isAlwaysANameThatPoliciesAccept(String account, String name) {
        assertThat(Operator.name(account)).isEqualTo(name).matches("[a-z][a-z0-9_-]{0,63}");
    }
}
