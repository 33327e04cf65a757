// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.schemas.record.CapabilityRequest;
import dev.seks.schemas.record.Channel;
import dev.seks.schemas.record.Coordinates;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.Reason;
import dev.seks.schemas.record.Verdict;
import dev.seks.schemas.record.VerdictChoice;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordJsonTest {
    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    private final RecordJson json = RecordJson.of(SchemaIds.builtIn());

    @Test
    void showsFieldsByTheirNamesInTheOrderOfTheSchema() {
        Verdict verdict = Verdict.newBuilder()
                .setDomain("acme")
                .setRequestId("r-1")
                .setAgent("aeonbyte")
                .setRequestDigest("d1")
                .setPerson("mika")
                .setChannel(Channel.CLI)
                .setVerdict(VerdictChoice.APPROVE)
                .setGivenAt(NOON)
                .setEvidence(Map.of("team", "T1"))
                .build();

        assertThat(json.render(verdict))
                .hasToString(
                        "{\"domain\":\"acme\",\"requestId\":\"r-1\",\"agent\":\"aeonbyte\",\"requestDigest\":\"d1\","
                                + "\"person\":\"mika\",\"channel\":\"CLI\",\"verdict\":\"APPROVE\",\"comment\":null,"
                                + "\"grant\":null,\"givenAt\":\"2026-01-31T12:00:00.000Z\",\"evidence\":{\"team\":\"T1\"}}");
    }

    @Test
    void showsParamsAsTheObjectTheyHold() {
        assertThat(json.render(request("{\"amount\":1.50}")).get("params")).hasToString("{\"amount\":1.50}");
    }

    @Test
    void showsParamsThatAreNoJsonAsText() {
        assertThat(json.render(request("{\"a\":1,\"a\":2}")).get("params").textValue())
                .isEqualTo("{\"a\":1,\"a\":2}");
    }

    @Test
    void showsTheRequestInsideADecision() {
        byte[] value =
                RecordCodec.of(CapabilityRequest.class, SchemaIds.builtIn()).encode(request("{}"));

        assertThat(json.render(decision(value)).at("/request/agent").textValue())
                .isEqualTo("aeonbyte");
    }

    @Test
    void showsBytesThatAreNoRequestInBase64() {
        assertThat(json.render(decision(new byte[] {1, 2, 3})).get("request").textValue())
                .isEqualTo("AQID");
    }

    @Test
    void readsOnlyWhatIsWhollyJson() {
        assertThat(RecordJson.read("{\"a\":1} x")).isNull();
        assertThat(RecordJson.read("")).isNull();
        assertThat(RecordJson.embedded("no json").textValue()).isEqualTo("no json");
    }

    private static CapabilityRequest request(String params) {
        return CapabilityRequest.newBuilder()
                .setRequestId("r-1")
                .setDomain("acme")
                .setAgent("aeonbyte")
                .setService("github")
                .setAction("repos.get")
                .setParams(params)
                .setCreatedAt(NOON)
                .build();
    }

    private static Decision decision(byte[] request) {
        return Decision.newBuilder()
                .setDomain("acme")
                .setSeq(1)
                .setRequest(ByteBuffer.wrap(request))
                .setRequestDigest("d1")
                .setRequestCoordinates(new Coordinates("seks.requests", 0, 0L, NOON))
                .setOutcome(Outcome.APPROVED)
                .setReason(Reason.ALLOWED_BY_RULE)
                .setExplanation("a rule says so")
                .setRules(List.of())
                .setLimits(List.of())
                .setDecidedAt(NOON)
                .build();
    }
}
