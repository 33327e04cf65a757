// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.client;

import static dev.seks.client.Records.approved;
import static dev.seks.client.Records.denied;
import static dev.seks.client.Records.malformed;
import static dev.seks.client.Records.pending;
import static dev.seks.client.Records.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seks.schemas.record.ExecutionError;
import dev.seks.schemas.record.ExecutionStatus;
import dev.seks.schemas.record.Reason;
import org.junit.jupiter.api.Test;

class FinalStateTest {
    @Test
    void showsAnExecutedRequestInTheOrderOfTheContract() {
        FinalState state = new FinalState(approved(7).build(), succeeded(7).build());

        assertThat(state.toJson())
                .hasToString("{\"requestId\":\"r-1\",\"requestDigest\":\"" + Records.DIGEST + "\",\"domain\":\"acme\","
                        + "\"agent\":\"aeonbyte\",\"service\":\"github\",\"action\":\"repos.get\","
                        + "\"outcome\":\"APPROVED\",\"reason\":\"ALLOWED_BY_RULE\","
                        + "\"explanation\":\"the rule says so\","
                        + "\"rule\":\"agents.aeonbyte.services.github.allow[1]\","
                        + "\"rules\":[{\"path\":\"agents.aeonbyte.services.github.allow[1]\","
                        + "\"file\":\"seks-policy.yaml\",\"line\":8}],\"policyVersion\":3,\"seq\":7,"
                        + "\"retryAfterMs\":null,\"status\":\"SUCCEEDED\",\"statusCode\":200,\"body\":{\"name\":\"site\"},\"error\":null,"
                        + "\"decidedAt\":\"2026-01-31T12:00:00.000Z\",\"finishedAt\":\"2026-01-31T12:00:00.125Z\"}");
    }

    @Test
    void isFinishedWhenItIsDenied() {
        FinalState state = FinalState.of(denied(7).build());

        assertThat(state.isFinal()).isTrue();
        assertThat(state.toJson().get("status").isNull()).isTrue();
        assertThat(state.toJson().get("finishedAt")).isEqualTo(state.toJson().get("decidedAt"));
    }

    @Test
    void saysWhenToAskAgainWhereALimitHasNoRoom() {
        FinalState state = FinalState.of(
                denied(7).setReason(Reason.RATE_LIMITED).setRetryAfterMs(1500L).build());

        assertThat(state.toJson().get("retryAfterMs").longValue()).isEqualTo(1500);
    }

    @Test
    void isNotFinishedWhileItIsPending() {
        FinalState state = FinalState.of(pending(7).build());

        assertThat(state.isFinal()).isFalse();
        assertThat(state.toJson().get("outcome").textValue()).isEqualTo("PENDING");
        assertThat(state.toJson().get("status").isNull()).isTrue();
        assertThat(state.toJson().get("finishedAt").isNull()).isTrue();
    }

    @Test
    void saysWhereARecordStandsThatCouldNotBeDecoded() {
        FinalState state = FinalState.of(malformed(7, 12).build());

        assertThat(state.toJson().get("requestId").isNull()).isTrue();
        assertThat(state.toJson().get("agent").isNull()).isTrue();
        assertThat(state.toJson().get("coordinates"))
                .hasToString("{\"topic\":\"seks.requests\",\"partition\":2,\"offset\":12,"
                        + "\"appendTime\":\"2026-01-31T12:00:00.000Z\"}");
    }

    @Test
    void showsABodyThatIsNoJsonAsText() {
        FinalState state = new FinalState(
                approved(7).build(),
                succeeded(7).setContentType("text/plain").setBody("{1}").build());

        assertThat(state.toJson().get("body").textValue()).isEqualTo("{1}");
    }

    @Test
    void showsWhatWentWrong() {
        FinalState state = new FinalState(
                approved(7).build(),
                succeeded(7)
                        .setStatus(ExecutionStatus.FAILED)
                        .setStatusCode(null)
                        .setBody(null)
                        .setError(new ExecutionError("credential_unavailable", "no credential github"))
                        .build());

        assertThat(state.succeeded()).isFalse();
        assertThat(state.toJson().get("error"))
                .hasToString("{\"code\":\"credential_unavailable\",\"message\":\"no credential github\"}");
        assertThat(state.toJson().get("body").isNull()).isTrue();
    }

    @Test
    void refusesAResultOfWhatWasNotApproved() {
        assertThatThrownBy(() -> new FinalState(denied(7).build(), succeeded(7).build()))
                .hasMessage("a result of a request that is DENIED, expected APPROVED");
    }
}
