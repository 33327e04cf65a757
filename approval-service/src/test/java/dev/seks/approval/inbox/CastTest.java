// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.schemas.yaml.SourceFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CastTest {
    @Test
    void readsPeopleTheirSlackUsersAndOwners() {
        Cast cast = cast("""
                version: 1
                people:
                  mika: { name: "Mika Sato", slack: "T024BE7LD/U2147483697", email: mika@acme.example }
                  ann: { slack: "T024BE7LD/U2147483698" }
                  ola: { email: ola@acme.example }
                agents:
                  aeonbyte: { owner: mika, services: { github: { allow: ["*.get"] } } }
                  other: { services: { github: { allow: ["*.get"] } } }
                """);

        assertThat(cast.personOfSlack("T024BE7LD/U2147483697")).hasValue("mika");
        assertThat(cast.personOfSlack("T024BE7LD/U2147483698")).hasValue("ann");
        assertThat(cast.personOfSlack("T999/U2147483697")).isEmpty();
        assertThat(cast.name("mika")).isEqualTo("Mika Sato");
        assertThat(cast.name("ann")).isEqualTo("ann");
        assertThat(cast.name("stranger")).isEqualTo("stranger");
        assertThat(cast.ownerOf("aeonbyte")).hasValue("mika");
        assertThat(cast.ownerOf("other")).isEmpty();
        assertThat(cast.emailOf("mika")).hasValue("mika@acme.example");
        assertThat(cast.emailOf("ann")).isEmpty();
    }

    @Test
    void takesASlackUserOfTwoPeopleForNobody() {
        Cast cast = cast("people: { mika: { slack: T1/U1 }, ann: { slack: T1/U1 }, ola: { slack: T1/U1 } }");

        assertThat(cast.personOfSlack("T1/U1")).isEmpty();
    }

    @Test
    void knowsPeopleByTheirAddressInUpperOrLowerCase() {
        Cast cast = cast("people: { mika: { email: Mika@acme.example }, ann: { email: ann@acme.example } }");

        assertThat(cast.personOfEmail("mika@ACME.example")).hasValue("mika");
        assertThat(cast.personOfEmail("mika@acme.example.evil")).isEmpty();
        assertThat(cast.personOfEmail("")).isEmpty();
    }

    @Test
    void takesAnAddressOfTwoPeopleForNobody() {
        Cast cast = cast("people: { mika: { email: us@acme.example }, ann: { email: US@acme.example } }");

        assertThat(cast.personOfEmail("us@acme.example")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "version: 1",
                "- a list",
                "people: mika",
                "people: { mika: Mika }",
                "people: { mika: { slack: [T1/U1] } }",
                "people: { mika: { slack: null } }",
                "people: { mika: { slack: T1/U1 } }\npeople: { mika: { slack: T1/U1 } }",
                "people: { mika: { slack: T1/U1 }"
            })
    void knowsNobodyByWhatItDoesNotUnderstand(String policy) {
        Cast cast = cast(policy);

        assertThat(cast.personOfSlack("T1/U1")).isEmpty();
        assertThat(cast.ownerOf("aeonbyte")).isEmpty();
    }

    private static Cast cast(String policy) {
        return Cast.of(new SourceFile("seks-policy.yaml", policy));
    }
}
