// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.grant;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seks.schemas.grant.GivenGrant;
import dev.seks.schemas.grant.GrantOrigin;
import dev.seks.schemas.record.GrantEndCause;
import dev.seks.schemas.record.GrantMade;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GrantTextTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final String ID = "1".repeat(64);

    @Test
    void tellsAGrantOnOneLine() {
        assertThat(GrantText.line(grant("acme/site", List.of(), null), NOON))
                .isEqualTo("111111111111  live  aeonbyte  github repos.*,issues.get on acme/site"
                        + "  until 2026-11-23T12:10:00Z  1 of 2 used  by the policy");
        assertThat(GrantText.line(grant(null, List.of("ann", "bob"), null), NOON))
                .contains(" on any resource ")
                .endsWith("  by ann, bob");
        assertThat(GrantText.line(grant("params:" + ID, List.of("ann"), null), NOON))
                .contains(" on the same parameters ");
    }

    @Test
    void namesWhoEndedIt() {
        GivenGrant revoked =
                grant("site", List.of("ann"), new GivenGrant.Ended(GrantEndCause.REVOKED, "ann", NOON.plusSeconds(5)));
        GivenGrant byPolicy =
                grant("site", List.of("ann"), new GivenGrant.Ended(GrantEndCause.POLICY, null, NOON.plusSeconds(6)));

        assertThat(GrantText.line(revoked, NOON)).contains("  revoked by ann  aeonbyte");
        assertThat(GrantText.line(byPolicy, NOON)).contains("  ended by policy  aeonbyte");
        JsonNode json = GrantText.json(revoked, NOON);
        assertThat(json.get("state").textValue()).isEqualTo("REVOKED");
        assertThat(json.get("endedBy").textValue()).isEqualTo("ann");
        assertThat(json.get("endedAt").textValue()).isEqualTo("2026-11-23T12:00:05.000Z");
        assertThat(GrantText.json(byPolicy, NOON).get("endedBy").isNull()).isTrue();
    }

    @Test
    void givesAGrantAsJson() {
        assertThat(GrantText.json(grant("acme/site", List.of("ann"), null), NOON))
                .hasToString(
                        "{\"domain\":\"acme\",\"grantId\":\"" + ID + "\",\"state\":\"LIVE\",\"agent\":\"aeonbyte\","
                                + "\"service\":\"github\",\"actions\":[\"repos.*\",\"issues.get\"],\"resource\":\"acme/site\","
                                + "\"givenAt\":\"2026-11-23T12:00:00.000Z\",\"expiresAt\":\"2026-11-23T12:10:00.000Z\","
                                + "\"used\":1,\"maxUses\":2,\"people\":[\"ann\"],\"endedAt\":null,\"endedBy\":null,\"seq\":7}");
    }

    @Test
    void holdsNothingThatATerminalWouldObey() {
        assertThat(GrantText.line(grant("a\u001b[2J", List.of("ann"), null), NOON))
                .doesNotContain("\u001b")
                .contains("a\\u{1b}[2J");
    }

    private static GivenGrant grant(@Nullable String resource, List<String> people, GivenGrant.@Nullable Ended ended) {
        return new GivenGrant(
                new GrantOrigin("acme", "aeonbyte", "github", "r-1", ID, 3, 7, NOON, null, people),
                new GrantMade(List.of("repos.*", "issues.get"), resource, NOON.plusSeconds(600), 2, people),
                1,
                NOON.plusSeconds(1),
                ended);
    }
}
