// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.seks.schemas.record.CapabilityRequest;
import dev.seks.schemas.record.EventKind;
import dev.seks.schemas.record.JournalEntry;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.Reason;
import dev.seks.schemas.topic.Topic;
import java.io.IOException;
import java.util.List;

/**
 * Whatever an agent sends and signs, it gets one decision, no error of ours, and nothing that the policy does not allow.
 * The corpus runs with every build.
 */
class RequestFuzzTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String POLICY = """
            version: 1
            agents:
              aeonbyte:
                services:
                  github:
                    allow: ["repos.get"]
                    deny: [{ action: "repos.get", when: 'params.repo == "secret"' }]
            """;

    @FuzzTest(maxDuration = "1m")
    void getsOneDecision(FuzzedDataProvider data) throws IOException {
        Story story = Story.withPolicy(POLICY);
        if (data.consumeBoolean()) {
            story.happen(EventKind.REQUEST, Story.DOMAIN, data.consumeRemainingAsBytes());
        } else {
            CapabilityRequest request = story.aRequest("github", "repos.get", "{}")
                    .setRequestId(data.consumeString(80))
                    .setReason(data.consumeString(80))
                    .setService(data.consumeBoolean() ? "github" : data.consumeString(20))
                    .setAction(data.consumeBoolean() ? "repos.get" : data.consumeString(20))
                    .setParams(data.consumeRemainingAsString())
                    .build();
            story.ask(request);
            if (story.count(Topic.APPROVED) > 0) {
                assertThat(request.getService() + " " + request.getAction()).isEqualTo("github repos.get");
                JsonNode params = JSON.readTree(request.getParams());
                assertThat(params.path("owner").isTextual()).isTrue();
                assertThat(params.path("repo").textValue()).isNotNull().isNotEqualTo("secret");
            }
        }
        List<JournalEntry> journal = story.journal();
        assertThat(journal).hasSize(2);
        assertThat(journal.get(1).getOutcomes()).hasSize(1);
        assertThat(story.lastDecision().getReason()).isNotEqualTo(Reason.INTERNAL_ERROR);
        assertThat(story.lastDecision().getOutcome()).isNotEqualTo(Outcome.PENDING);
    }
}
