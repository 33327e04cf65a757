// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.schemas.record.AuthMethod;
import dev.seks.schemas.record.BundleFile;
import dev.seks.schemas.record.CapabilityRequest;
import dev.seks.schemas.record.Channel;
import dev.seks.schemas.record.Control;
import dev.seks.schemas.record.ControlKind;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.EventKind;
import dev.seks.schemas.record.JournalEntry;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.PolicyBundle;
import dev.seks.schemas.record.Reason;
import dev.seks.schemas.record.Verdict;
import dev.seks.schemas.record.VerdictChoice;
import dev.seks.schemas.signature.AgentKeys;
import dev.seks.schemas.signature.Ed25519PrivateKey;
import dev.seks.schemas.signature.RecordKind;
import dev.seks.schemas.signature.RecordSigner;
import dev.seks.schemas.signature.SignatureHeader;
import dev.seks.schemas.signature.Signer;
import dev.seks.schemas.topic.Partitioning;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who may say what: forged, altered and replayed records of every kind change nothing. */
class AuthenticationTest {
    private static final byte[] KEY = Story.DOMAIN.getBytes(StandardCharsets.UTF_8);
    private static final int HOME = Partitioning.partition(KEY, Story.PARTITIONS);
    private static final Ed25519PrivateKey BOTS = TestKeys.ed25519(21);
    private static final Ed25519PrivateKey BOTS_NEW = TestKeys.ed25519(22);
    private static final Ed25519PrivateKey STRANGERS = TestKeys.ed25519(23);

    private final Story story = Story.withPolicy(policy("\"" + BOTS.publicKey().text() + "\""));

    @Test
    void namesHowAndByWhichKeyTheAgentHasShownWhoItIs() {
        assertThat(ask("bot", BOTS))
                .returns(Outcome.APPROVED, Decision::getOutcome)
                .returns(AuthMethod.ED25519, Decision::getAuthMethod)
                .returns(BOTS.keyId(), Decision::getAuthenticatedBy);
        assertThat(ask("other", TestKeys.ofAgent(Story.DOMAIN, "other")))
                .returns(Outcome.APPROVED, Decision::getOutcome)
                .returns(AuthMethod.HMAC, Decision::getAuthMethod)
                .returns("hmac-1.other", Decision::getAuthenticatedBy);
        assertThat(ask("bot", TestKeys.GATEWAY))
                .returns(Outcome.APPROVED, Decision::getOutcome)
                .returns(AuthMethod.GATEWAY, Decision::getAuthMethod)
                .returns(TestKeys.GATEWAY.keyId(), Decision::getAuthenticatedBy);
    }

    @Test
    void anAgentCannotActAsAnother() {
        Decision decision = ask("other", BOTS);

        assertThat(decision)
                .returns(Reason.NOT_AUTHENTICATED, Decision::getReason)
                .returns(Story.DOMAIN, Decision::getDomain)
                .returns("other", Decision::getAgent);
        assertThat(decision.getExplanation())
                .isEqualTo("the request is agent other's and signed with a key of agent bot");
        assertThat(ask("bot", TestKeys.ofAgent(Story.DOMAIN, "other")).getReason())
                .isEqualTo(Reason.NOT_AUTHENTICATED);
    }

    @Test
    void whatNoKeyOfTheDomainHasSignedIsNobodysAndIsNotRead() {
        byte[] value = request("bot");
        SignatureHeader good = new RecordSigner(BOTS, TestKeys.CLUSTER).sign(RecordKind.REQUEST, Story.TOPIC, value);
        byte[] bent = good.signature();
        bent[5] ^= 1;

        requireNobodys(value);
        requireNobodys(value, good.encode(), good.encode());
        requireNobodys(value, (byte[]) null);
        requireNobodys(value, new byte[0]);
        requireNobodys(value, (good + ";").getBytes(StandardCharsets.US_ASCII));
        requireNobodys(value, new SignatureHeader(good.algorithm(), good.keyId(), bent).encode());
        requireNobodys(Arrays.copyOf(value, value.length - 1), good.encode());
        requireNobodys(value, signed(STRANGERS, RecordKind.REQUEST, Story.TOPIC, TestKeys.CLUSTER, value));
        requireNobodys(value, signed(BOTS, RecordKind.VERDICT, Story.TOPIC, TestKeys.CLUSTER, value));
        requireNobodys(value, signed(BOTS, RecordKind.REQUEST, "other.requests", TestKeys.CLUSTER, value));
        requireNobodys(value, signed(BOTS, RecordKind.REQUEST, Story.TOPIC, "other-cluster", value));
        requireNobodys(
                value,
                signed(TestKeys.ofAgent("acme", "bot"), RecordKind.REQUEST, Story.TOPIC, TestKeys.CLUSTER, value));
        requireNobodys(value, signed(TestKeys.PUBLISHER, RecordKind.REQUEST, Story.TOPIC, TestKeys.CLUSTER, value));
        requireNobodys(value, signed(TestKeys.DECISIONS, RecordKind.REQUEST, Story.TOPIC, TestKeys.CLUSTER, value));
        requireNobodys(
                value, good.toString().replace("alg=ed25519", "alg=hmac-sha256").getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void rotatesKeysWithAnOverlapAndRevokesByTheOrderOfTheLog() {
        assertThat(ask("bot", BOTS_NEW).getReason()).isEqualTo(Reason.NOT_AUTHENTICATED);

        enact(
                2,
                "\"" + BOTS.publicKey().text() + "\", \"" + BOTS_NEW.publicKey().text() + "\", \"hmac-sha256:2\"");
        assertThat(ask("bot", BOTS).getOutcome()).isEqualTo(Outcome.APPROVED);
        assertThat(ask("bot", BOTS_NEW).getOutcome()).isEqualTo(Outcome.APPROVED);
        assertThat(ask("bot", hmac(2)).getOutcome()).isEqualTo(Outcome.APPROVED);
        assertThat(ask("bot", hmac(1)).getReason()).isEqualTo(Reason.NOT_AUTHENTICATED);

        enact(3, "\"" + BOTS_NEW.publicKey().text() + "\"");
        assertThat(ask("bot", BOTS).getReason()).isEqualTo(Reason.NOT_AUTHENTICATED);
        assertThat(ask("bot", hmac(2)).getReason()).isEqualTo(Reason.NOT_AUTHENTICATED);
        assertThat(ask("bot", BOTS_NEW).getOutcome()).isEqualTo(Outcome.APPROVED);

        enact(4, "");
        assertThat(ask("bot", BOTS_NEW).getReason()).isEqualTo(Reason.NOT_AUTHENTICATED);
        assertThat(ask("bot", hmac(1)).getReason()).isEqualTo(Reason.NOT_AUTHENTICATED);
    }

    @Test
    void tellsAnAgentThatNobodyKnowsThatNobodyKnowsIt() {
        Decision decision = ask("stranger", TestKeys.ofAgent(Story.DOMAIN, "stranger"));

        assertThat(decision.getReason()).isEqualTo(Reason.UNKNOWN_AGENT);
        assertThat(decision.getAuthenticatedBy()).isEqualTo("hmac-1.stranger");
    }

    @Test
    void signingOldBytesAgainDoesNotMakeThemFresh() {
        byte[] value = request("bot");
        story.after(Duration.ofMinutes(3));

        assertThat(ask(value, BOTS).getReason()).isEqualTo(Reason.STALE);
    }

    @Test
    void anApprovalKeepsWhoHadAsked() {
        Decision pending = ask("asker", TestKeys.ofAgent(Story.DOMAIN, "asker"));
        story.say(pending, "ann", VerdictChoice.APPROVE);

        assertThat(story.lastDecision())
                .returns(Outcome.APPROVED, Decision::getOutcome)
                .returns(AuthMethod.HMAC, Decision::getAuthMethod)
                .returns("hmac-1.asker", Decision::getAuthenticatedBy);
    }

    @Test
    void withoutAuthenticationEveryDecisionSaysSo() {
        Decider open = new Decider(
                Story.CODECS, new Trust(TestKeys.CLUSTER, TestKeys.ROOTS, TestKeys.AGENTS, Trust.RequestProof.NONE));
        Story insecure = Story.with(open, policy(""));

        assertThat(insecure.askUnsigned(request("bot")))
                .returns(Outcome.APPROVED, Decision::getOutcome)
                .returns(AuthMethod.NONE, Decision::getAuthMethod)
                .returns(null, Decision::getAuthenticatedBy);
        assertThat(insecure.askUnsigned(new byte[] {1}))
                .returns(AuthMethod.NONE, Decision::getAuthMethod)
                .returns("_p" + HOME, Decision::getDomain);
    }

    @Test
    void aVerdictCountsOnlyFromTheApprovalService() {
        Decision pending = ask("asker", TestKeys.ofAgent(Story.DOMAIN, "asker"));
        byte[] verdict = verdict(pending);

        requireRefused(EventKind.VERDICT, verdict, "the record has no header");
        for (Signer other :
                List.of(STRANGERS, TestKeys.OPERATOR, TestKeys.PUBLISHER, TestKeys.GATEWAY, TestKeys.DECISIONS)) {
            requireRefused(EventKind.VERDICT, verdict, "may not sign this", by(other, RecordKind.VERDICT, verdict));
        }
        requireRefused(
                EventKind.VERDICT,
                verdict,
                "does not fit",
                signed(TestKeys.APPROVAL_SERVICE, RecordKind.CONTROL, Story.TOPIC, TestKeys.CLUSTER, verdict));
        assertThat(story.state.open(Story.DOMAIN, 10)).hasSize(1);

        story.happen(EventKind.VERDICT, Story.DOMAIN, verdict);
        assertThat(story.lastDecision().getOutcome()).isEqualTo(Outcome.APPROVED);
        story.happen(EventKind.VERDICT, Story.DOMAIN, verdict);
        assertThat(story.lastEntry().getExplanation()).contains("the request is not open");
    }

    @Test
    void aBundleCountsOnlyFromAPublisherThatIsPinned() {
        byte[] bundle = bundle(2);

        requireRefused(EventKind.POLICY, bundle, "the record has no header");
        for (Signer other : List.of(STRANGERS, TestKeys.OPERATOR, TestKeys.APPROVAL_SERVICE, BOTS)) {
            requireRefused(EventKind.POLICY, bundle, "may not sign this", by(other, RecordKind.BUNDLE, bundle));
        }
        byte[] header = by(TestKeys.PUBLISHER, RecordKind.BUNDLE, bundle);
        byte[] altered = bundle.clone();
        altered[altered.length - 1] ^= 1;
        requireRefused(EventKind.POLICY, altered, "does not fit", header);
        assertThat(story.state.domain(Story.DOMAIN).policyVersion()).isEqualTo(1);

        story.happen(EventKind.POLICY, Story.DOMAIN, bundle);
        assertThat(story.state.domain(Story.DOMAIN).policyVersion()).isEqualTo(2);
    }

    @Test
    void anOldBundleCannotBePlayedAgain() {
        byte[] old = bundle(2);
        story.happen(EventKind.POLICY, Story.DOMAIN, old);
        story.happen(EventKind.POLICY, Story.DOMAIN, bundle(3));

        story.happen(EventKind.POLICY, Story.DOMAIN, old);

        assertThat(story.lastEntry().getExplanation()).contains("expected more than 3");
        assertThat(story.state.domain(Story.DOMAIN).policyVersion()).isEqualTo(3);
    }

    @Test
    void theFirstBundleOfADomainNeedsAPinnedPublisherToo() {
        Story empty = new Story();
        byte[] bundle = bundle(1);

        empty.happen(EventKind.POLICY, KEY, HOME, bundle, List.of());

        assertThat(empty.lastEntry()).returns(Reason.NOT_AUTHENTICATED, JournalEntry::getReason);
        assertThat(empty.state.domain(Story.DOMAIN)).isEqualTo(DomainState.NEW);
    }

    @Test
    void anOrderCountsOnlyFromAnOperatorInTheirOwnName() {
        byte[] order = order(ControlKind.FREEZE, "ann", null, story.now());

        requireRefused(EventKind.CONTROL, order, "the record has no header");
        for (Signer other : List.of(STRANGERS, TestKeys.PUBLISHER, TestKeys.APPROVAL_SERVICE, BOTS)) {
            requireRefused(EventKind.CONTROL, order, "may not sign this", by(other, RecordKind.CONTROL, order));
        }
        story.happen(EventKind.CONTROL, Story.DOMAIN, order(ControlKind.FREEZE, "mika", null, story.now()));
        assertThat(story.lastEntry())
                .returns(Reason.NOT_AUTHENTICATED, JournalEntry::getReason)
                .returns(
                        "the order is signed with a key of ann, expected one of whom it names",
                        JournalEntry::getExplanation);
        assertThat(story.state.domain(Story.DOMAIN).orders().freezes()).isEmpty();

        story.happen(EventKind.CONTROL, Story.DOMAIN, order);
        assertThat(story.state.domain(Story.DOMAIN).orders().freezes()).hasSize(1);
    }

    @Test
    void anOldOrderCannotBePlayedAgain() {
        byte[] unfreeze = order(ControlKind.UNFREEZE, "ann", null, story.now());
        story.happen(EventKind.CONTROL, Story.DOMAIN, unfreeze);
        story.after(Duration.ofSeconds(1));
        story.happen(EventKind.CONTROL, Story.DOMAIN, order(ControlKind.FREEZE, "ann", null, story.now()));

        story.happen(EventKind.CONTROL, Story.DOMAIN, unfreeze);
        assertThat(story.lastEntry().getExplanation()).isEqualTo("the order was given before, so nothing is done");

        story.after(Duration.ofMinutes(2));
        story.tick(); // what is remembered of orders is forgotten only when they are stale
        story.happen(EventKind.CONTROL, Story.DOMAIN, unfreeze);
        assertThat(story.lastEntry()).returns(Reason.STALE, JournalEntry::getReason);
        assertThat(story.state.domain(Story.DOMAIN).orders().freezes()).hasSize(1);
        assertThat(story.state.domain(Story.DOMAIN).orders().fresh()).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void aGatewayHandsOverAnAgentsOwnCancelAndNothingElse() {
        Decision pending = ask("asker", TestKeys.ofAgent(Story.DOMAIN, "asker"));
        Instant now = story.now();

        byGateway(order(ControlKind.UNFREEZE, "asker", null, now));
        assertThat(story.lastEntry()).returns(Reason.NOT_AUTHENTICATED, JournalEntry::getReason);
        byGateway(order(ControlKind.CANCEL, "bot", pending.getRequestDigest(), now));
        assertThat(story.state.open(Story.DOMAIN, 10)).hasSize(1);
        byGateway(order(ControlKind.CANCEL, "asker", pending.getRequestDigest(), now));
        assertThat(story.lastDecision().getReason()).isEqualTo(Reason.CANCELLED);
    }

    private void byGateway(byte[] order) {
        story.happen(
                EventKind.CONTROL,
                KEY,
                HOME,
                order,
                List.of(new Event.HeaderField(SignatureHeader.NAME, by(TestKeys.GATEWAY, RecordKind.CONTROL, order))));
    }

    private void requireNobodys(byte[] value, byte[]... headers) {
        happen(EventKind.REQUEST, value, headers);

        assertThat(story.lastDecision())
                .returns(Outcome.DENIED, Decision::getOutcome)
                .returns(Reason.NOT_AUTHENTICATED, Decision::getReason)
                .returns("_p" + HOME, Decision::getDomain)
                .returns(null, Decision::getAgent)
                .returns(null, Decision::getRequestId)
                .returns(null, Decision::getAuthMethod);
    }

    private void requireRefused(EventKind kind, byte[] value, String why, byte[]... headers) {
        happen(kind, value, headers);

        assertThat(story.lastEntry())
                .returns("_p" + HOME, JournalEntry::getDomain)
                .returns(Reason.NOT_AUTHENTICATED, JournalEntry::getReason);
        assertThat(story.lastEntry().getExplanation()).contains(why);
        assertThat(story.lastEntry().getOutcomes()).isEmpty();
    }

    private void happen(EventKind kind, byte[] value, byte[]... headers) {
        story.happen(
                kind,
                KEY,
                HOME,
                value,
                Arrays.stream(headers)
                        .map(header -> new Event.HeaderField(SignatureHeader.NAME, header))
                        .toList());
    }

    private Decision ask(String agent, Signer key) {
        return ask(request(agent), key);
    }

    private Decision ask(byte[] value, Signer key) {
        happen(EventKind.REQUEST, value, by(key, RecordKind.REQUEST, value));
        return story.lastDecision();
    }

    private byte[] request(String agent) {
        String action = agent.equals("asker") ? "repos.delete" : "repos.list";
        CapabilityRequest.Builder request = story.aRequest(
                        "github", action, agent.equals("asker") ? "{\"name\":\"site\"}" : "{}")
                .setAgent(agent);
        return Story.CODECS.request().encode(request.build());
    }

    private static byte[] by(Signer key, RecordKind kind, byte[] value) {
        return signed(key, kind, Story.TOPIC, TestKeys.CLUSTER, value);
    }

    private static byte[] signed(Signer key, RecordKind kind, String topic, String cluster, byte[] value) {
        return new RecordSigner(key, cluster).sign(kind, topic, value).encode();
    }

    private static Signer hmac(int version) {
        return TestKeys.AGENTS.key(Story.DOMAIN, new AgentKeys.Name("bot", version));
    }

    private void enact(int version, String keys) {
        story.activate(version, policy(keys), List.of("ann"));
        assertThat(story.state.domain(Story.DOMAIN).policyVersion()).isEqualTo(version);
    }

    private static String policy(String keys) {
        return """
                version: 1
                agents:
                  bot: { keys: [%s], services: { github: { allow: ["repos.list"] } } }
                  other: { services: { github: { allow: ["repos.list"] } } }
                  asker: { services: { github: { require_approval: ["repos.delete"] } } }
                """.formatted(keys);
    }

    private byte[] bundle(int version) {
        return Story.CODECS
                .bundle()
                .encode(PolicyBundle.newBuilder()
                        .setDomain(Story.DOMAIN)
                        .setVersion(version)
                        .setPolicy(new BundleFile("seks-policy.yaml", policy("")))
                        .setCatalogue(List.of())
                        .setOperators(List.of("ann"))
                        .setAuthor("ann")
                        .setMessage("test")
                        .setCreatedAt(story.now())
                        .build());
    }

    private byte[] verdict(Decision pending) {
        return Story.CODECS
                .verdict()
                .encode(Verdict.newBuilder()
                        .setDomain(Story.DOMAIN)
                        .setRequestId(pending.getRequestId())
                        .setAgent(pending.getAgent())
                        .setRequestDigest(pending.getRequestDigest())
                        .setPerson("ann")
                        .setChannel(Channel.WEB)
                        .setVerdict(VerdictChoice.APPROVE)
                        .setGivenAt(story.now())
                        .build());
    }

    private static byte[] order(ControlKind kind, String person, String digest, Instant at) {
        return Story.CODECS
                .control()
                .encode(Control.newBuilder()
                        .setDomain(Story.DOMAIN)
                        .setKind(kind)
                        .setRequestDigest(digest)
                        .setPerson(person)
                        .setGivenAt(at)
                        .build());
    }
}
