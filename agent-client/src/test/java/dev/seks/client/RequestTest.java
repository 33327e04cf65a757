// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.client;

import static dev.seks.client.Records.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seks.schemas.record.CapabilityRequest;
import dev.seks.schemas.topic.Sizes;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RequestTest {
    private final Request request = Request.of("aeonbyte", "github", "repos.create");

    @Test
    void saysWhatIsAsked() {
        CapabilityRequest message = request.id("r-1")
                .createdAt(NOON)
                .params("{\"name\":\"site\"}")
                .reason("for the launch")
                .deadline(NOON.plus(Duration.ofHours(1)))
                .in("acme");

        assertThat(message)
                .isEqualTo(CapabilityRequest.newBuilder()
                        .setRequestId("r-1")
                        .setDomain("acme")
                        .setAgent("aeonbyte")
                        .setService("github")
                        .setAction("repos.create")
                        .setParams("{\"name\":\"site\"}")
                        .setReason("for the launch")
                        .setDeadline(NOON.plus(Duration.ofHours(1)))
                        .setCreatedAt(NOON)
                        .build());
    }

    @Test
    void getsAnIdThatSortsByTime() {
        UUID early = UUID.fromString(RequestIds.at(NOON));
        UUID late = UUID.fromString(RequestIds.at(NOON.plusMillis(1)));

        assertThat(early.version()).isEqualTo(7);
        assertThat(early.variant()).isEqualTo(2);
        assertThat(early.getMostSignificantBits() >>> 16).isEqualTo(NOON.toEpochMilli());
        assertThat(early.toString()).isLessThan(late.toString());
    }

    @Test
    void refusesNamesThatOnlyLookRight() {
        assertThatThrownBy(() -> Request.of("aeonbyte", "github", "repos.dеlete")) // a Cyrillic e
                .isInstanceOf(ClientException.class)
                .hasMessage("action 'repos.dеlete', expected lower-case names joined by dots, at most 128 characters");
        assertThatThrownBy(() -> Request.of("AeonByte", "github", "repos.get")).hasMessageStartingWith("agent ");
        assertThatThrownBy(() -> Request.of("aeonbyte", "git.hub", "repos.get")).hasMessageStartingWith("service ");
        assertThatThrownBy(() -> Request.of("aeonbyte", "github", "*")).hasMessageStartingWith("action ");
        assertThatThrownBy(() -> request.id("a b")).hasMessageStartingWith("request id ");
        assertThatThrownBy(() -> request.in("_p0")).hasMessageStartingWith("domain ");
    }

    @Test
    void showsNoEscapeSequencesInItsComplaints() {
        assertThatThrownBy(() -> request.id("\u001b[2J")).hasMessageContaining("'\\u{1b}[2J'");
    }

    @Test
    void takesParamsUpToTheirLargestSize() {
        String largest = params(Sizes.PARAMS);

        assertThat(request.params(largest).in("acme").getParams()).isEqualTo(largest);
        assertThatThrownBy(() -> request.params(params(Sizes.PARAMS + 1)))
                .hasMessage("params of 65537 bytes, expected at most 65536");
    }

    @Test
    void refusesParamsThatAreNotOneObject() {
        for (String params : new String[] {"", "[]", "null", "{\"a\":1,\"a\":2}", "{} {}", "{"}) {
            assertThatThrownBy(() -> request.params(params)).hasMessageStartingWith("params that are not one JSON");
        }
    }

    @Test
    void refusesALongReason() {
        assertThatThrownBy(() -> request.reason("x".repeat(2001)))
                .hasMessage("a reason of 2001 characters, expected at most 2000");
    }

    private static String params(int bytes) {
        return "{\"a\":\"" + "x".repeat(bytes - 8) + "\"}";
    }
}
