// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.schemas.record.BundleFile;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.EventKind;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.Reason;
import dev.seks.schemas.record.VerdictChoice;
import dev.seks.schemas.topic.Sizes;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyDeciderTest {
    private static final String REPO = "{\"owner\":\"acme\",\"repo\":\"site\"}";

    private static final String CREATE = "{\"name\":\"site\"}";

    /** What stands in the catalogue, and what may stand there instead. */
    private static final Map<String, String> OTHER = Map.of(
            "POST /user/repos", "POST /orgs/acme/repos",
            "create repository {name}", "make {name}",
            "https://forge.example", "https://other.example",
            "effect: write", "effect: send");

    private final Story story = Story.withSeedPolicy();

    @Test
    void keepsTheLastGoodPolicyWhenABadOneIsPublished() {
        story.activate(2, "version: 1\nagents: [nobody]\n", List.of("ann"));

        assertThat(story.lastEntry().getExplanation())
                .contains("bundle 2 refused")
                .contains("seks-policy.yaml:2:");
        assertThat(story.lastEntry().getPolicyVersion()).isEqualTo(1);
        assertThat(story.ask("github", "repos.get", REPO).getOutcome()).isEqualTo(Outcome.APPROVED);
    }

    @Test
    void refusesAVersionThatDoesNotRise() {
        story.activate(3, Story.seedPolicy(), List.of("ann"));

        story.activate(3, Story.seedPolicy(), List.of("mallory"));
        assertThat(story.lastEntry().getExplanation()).contains("version 3, expected more than 3");
        story.activate(2, Story.seedPolicy(), List.of("mallory"));

        assertThat(story.state.policy(Story.DOMAIN).operators()).containsExactly("ann");
    }

    @Test
    void refusesAPolicyOfAnotherDomain() {
        story.activate(2, "domain: other\n" + Story.seedPolicy(), List.of("ann"));

        assertThat(story.lastEntry().getExplanation()).contains("of domain other");
    }

    @Test
    void refusesWhatIsNoBundle() {
        story.happen(EventKind.POLICY, Story.DOMAIN, new byte[] {0, 1, 2, 3, 4, 5});

        assertThat(story.lastEntry().getExplanation()).contains("unreadable");
    }

    @Test
    void refusesABundleThatWouldMakeDecisionsTooLarge() {
        List<String> many = IntStream.rangeClosed(0, BundleLoader.MAX_OPERATORS)
                .mapToObj(i -> "p" + i)
                .toList();
        String path = "c".repeat(BundleLoader.MAX_PATH_LENGTH + 1);

        story.activate(2, Story.seedPolicy(), many);
        assertThat(story.lastEntry().getExplanation()).contains("101 operators, expected at most 100");
        story.activate(2, Story.seedPolicy(), List.of("ann"), List.of(new BundleFile(path, "")));
        assertThat(story.lastEntry().getExplanation()).contains("path is too long, expected at most 255 characters");

        assertThat(story.state.policy(Story.DOMAIN).version()).isEqualTo(1);
    }

    @Test
    void refusesABundleThatIsTooLarge() {
        story.activate(2, Story.seedPolicy() + "#".repeat(Sizes.BUNDLE_TEXT), List.of("ann"));

        assertThat(story.lastEntry().getExplanation()).contains("expected at most " + Sizes.BUNDLE_TEXT);
    }

    @Test
    void keepsTheHistoryOfAWindowWhenALimitChanges() {
        for (int i = 0; i < 10; i++) {
            story.ask("github", "repos.get", REPO);
        }

        story.activate(
                2, Story.seedPolicy().replace("requests_per_minute: 30", "requests_per_minute: 11"), List.of("ann"));

        assertThat(story.ask("github", "repos.get", REPO).getOutcome()).isEqualTo(Outcome.APPROVED);
        assertThat(story.ask("github", "repos.get", REPO).getOutcome()).isEqualTo(Outcome.DENIED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST /user/repos", "create repository {name}", "https://forge.example", "effect: write"})
    void deniesWhatWaitsWhoseActionIsChanged(String changed) {
        Decision waiting = story.ask("github", "repos.create", CREATE);

        activate(2, Story.CATALOGUE_GITHUB.replace(changed, OTHER.get(changed)));

        assertThat(story.lastDecision().getRequestDigest()).isEqualTo(waiting.getRequestDigest());
        assertThat(story.lastDecision().getOutcome()).isEqualTo(Outcome.DENIED);
        assertThat(story.lastDecision().getReason()).isEqualTo(Reason.ACTION_CHANGED);
        assertThat(story.lastDecision().getExplanation())
                .isEqualTo("what github repos.create does was changed while it waited for people; ask again");
        int decided = story.decisions.size();
        // from a page that was open before
        story.say(waiting, "ann", VerdictChoice.APPROVE);
        assertThat(story.decisions).hasSize(decided);
    }

    @Test
    void leavesWhatWaitsWhoseActionIsAsItWas() {
        Decision waiting = story.ask("github", "repos.create", CREATE);

        activate(2, Story.CATALOGUE_GITHUB.replace("GET /user/repos", "GET /all/repos"));
        assertThat(story.decisions).containsExactly(waiting);
        story.say(waiting, "ann", VerdictChoice.APPROVE);

        assertThat(story.lastDecision().getReason()).isEqualTo(Reason.APPROVED_BY_PEOPLE);
    }

    @Test
    void saysThatAnActionIsGoneRatherThanChanged() {
        story.ask("github", "repos.create", CREATE);

        activate(2, Story.CATALOGUE_GITHUB.replace("repos.create:", "repos.make:"));

        assertThat(story.lastDecision().getReason()).isEqualTo(Reason.UNKNOWN_ACTION);
    }

    private void activate(int version, String catalogue) {
        story.activate(
                version,
                Story.seedPolicy(),
                List.of("ann"),
                List.of(new BundleFile("catalogue/github.yaml", catalogue)));
        assertThat(story.lastEntry().getPolicyVersion()).isEqualTo(version);
    }
}
