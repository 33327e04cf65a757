// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.seks.approval.Asked;
import dev.seks.approval.inbox.Inbox;
import dev.seks.approval.verdict.VerdictAttempt;
import dev.seks.approval.verdict.VerdictOutcome;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Holds docs/reference/approvals.md against the service. */
class ApprovalsReferenceTest {
    private static final Path PAGE = Path.of("../docs/reference/approvals.md");
    private static final Pattern CALL = Pattern.compile("\\| `(GET|POST) (/\\S+)` \\| (\\d+)");
    private static final Pattern FIELDS = Pattern.compile("(?m)^\\| (`[a-zA-Z]+`(?:, `[a-zA-Z]+`)*) \\| (?!.*detail)");

    private final Asked asked = Asked.request("r-1");
    private final RunningInbox inbox = new RunningInbox().with(asked);
    private final String page = Files.readString(PAGE);

    ApprovalsReferenceTest() throws IOException {}

    @AfterEach
    void stop() {
        inbox.close();
    }

    @Test
    void everyCallIsAnsweredAsWritten() {
        int calls = 0;
        for (Matcher call = CALL.matcher(page); call.find(); calls++) {
            String path = call.group(2).replace("{digest}", asked.digest());
            HttpRequest.Builder request = call.group(1).equals("GET")
                    ? inbox.withToken(path)
                    : inbox.verdict(asked.digest(), "{\"verdict\":\"APPROVE\",\"channel\":\"CLI\"}");

            HttpResponse<String> answer = inbox.send(request);

            assertThat(answer.statusCode()).as(call.group()).isEqualTo(Integer.parseInt(call.group(3)));
        }
        assertThat(calls).isEqualTo(4);
    }

    @Test
    void everyRefusalOfAVerdictIsWritten() {
        for (VerdictOutcome outcome : VerdictOutcome.values()) {
            String row = "| %d | `%s` | %s |".formatted(Outcomes.status(outcome), outcome, outcome.sentence());
            if (outcome != VerdictOutcome.ACCEPTED) {
                assertThat(page).contains(row);
            }
        }
    }

    @Test
    void everyFieldWrittenIsThere() throws IOException {
        JsonNode approval = new JsonMapper()
                .readTree(inbox.send(inbox.withToken("/v1/approvals/" + asked.digest()))
                        .body());
        int rows = 0;

        for (Matcher row = FIELDS.matcher(page); row.find(); rows++) {
            for (String field : List.of(row.group(1).replace("`", "").split(", "))) {
                assertThat(approval.has(field)).as(field).isTrue();
            }
        }

        assertThat(rows).isEqualTo(6);
        assertThat(approval.fieldNames()).toIterable().contains("request", "outcome", "reason", "approval", "seq");
    }

    @Test
    void theBoundsWrittenAreTheBounds() {
        assertThat(page)
                .contains("at most " + ApprovalsApi.MAX_LISTED)
                .contains("at least its first " + Inbox.MIN_PREFIX)
                .contains("more than " + Body.MAX_BYTES + " bytes")
                .contains(String.format(Locale.ROOT, "at most %,d characters", VerdictAttempt.MAX_COMMENT));
    }
}
