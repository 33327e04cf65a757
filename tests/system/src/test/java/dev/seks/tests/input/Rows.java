// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.input;

import static dev.seks.schemas.record.Reason.DENIED_BY_RULE;
import static dev.seks.schemas.record.Reason.INVALID_PARAMS;
import static dev.seks.schemas.record.Reason.MALFORMED;
import static dev.seks.schemas.record.Reason.MISROUTED;
import static dev.seks.schemas.record.Reason.NOT_AUTHENTICATED;
import static dev.seks.schemas.record.Reason.NO_POLICY;
import static dev.seks.schemas.record.Reason.NO_RULE;
import static dev.seks.schemas.record.Reason.REPLAY_CONFLICT;
import static dev.seks.schemas.record.Reason.STALE;
import static dev.seks.schemas.record.Reason.UNKNOWN_ACTION;
import static dev.seks.schemas.record.Reason.UNKNOWN_AGENT;
import static dev.seks.schemas.record.Reason.UNKNOWN_SERVICE;
import static dev.seks.tests.input.Answer.approved;
import static dev.seks.tests.input.Answer.denied;
import static dev.seks.tests.input.Answer.journalled;
import static dev.seks.tests.input.Answer.nobodys;
import static dev.seks.tests.input.Bytes.filled;
import static dev.seks.tests.input.Raw.params;
import static dev.seks.tests.input.Raw.path;
import static dev.seks.tests.input.Raw.request;
import static dev.seks.tests.input.Raw.value;

import dev.seks.cli.key.KeyFolder;
import dev.seks.schemas.record.BundleFile;
import dev.seks.schemas.record.Channel;
import dev.seks.schemas.record.Control;
import dev.seks.schemas.record.ControlKind;
import dev.seks.schemas.record.GrantAsk;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.PolicyBundle;
import dev.seks.schemas.record.Reason;
import dev.seks.schemas.record.Tick;
import dev.seks.schemas.record.Verdict;
import dev.seks.schemas.record.VerdictChoice;
import dev.seks.schemas.signature.Ed25519PrivateKey;
import dev.seks.schemas.signature.RecordKind;
import dev.seks.schemas.signature.RecordSigner;
import dev.seks.schemas.signature.Signer;
import dev.seks.schemas.topic.Sizes;
import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.topic.Topics;
import dev.seks.tests.replay.DecidingBroker;
import dev.seks.tests.replay.Signatory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The table: what is sent, and what must come of it. Requests in it are fresh, so it is made when it is played. */
final class Rows {
    private static final Instant LONG_AGO = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant FAR_OFF = Instant.parse("2100-01-01T00:00:00Z");
    private static final Answer NOT_TAKEN = new Answer.NotTaken();
    private static final String TIMES = "expected at most 120 s";
    private static final String FORM = "not in the Confluent wire format";
    private static final String NOT_AVRO = "bytes that are no CapabilityRequest";
    private static final String NOT_JSON = "$: not JSON";

    private static final Answer UNSIGNED = ofNobody("is not authenticated: the record has no header");
    private static final Answer NOT_THEIRS = ofNobody("may not sign this in domain acme");
    private static final Answer BENT = ofNobody("does not fit the record");
    private static final Function<KeyFolder, Signer> AGENTS =
            keys -> keys.signerOf(DecidingBroker.DOMAIN, DecidingBroker.AGENT);
    private static final Function<KeyFolder, Signer> STRANGERS = keys -> Ed25519PrivateKey.of(filled(32, 77));

    private final List<Row> rows = new ArrayList<>();

    private Rows() {}

    static List<Row> all() {
        Rows table = new Rows();
        table.bytes();
        table.sizes();
        table.places();
        table.texts();
        table.parameters();
        table.paths();
        table.names();
        table.rules();
        table.repeats();
        table.times();
        table.otherTopics();
        table.bundles();
        table.signatures();
        table.othersSignatures();
        return table.rows;
    }

    private void row(String name, Raw raw, Answer answer) {
        rows.add(new Row(name, raw, answer));
    }

    private void bytes() {
        byte[] good = Raw.encoded(usual -> usual);
        row("garbage", value(filled(300, 0xdb)), denied(MALFORMED, FORM));
        row("null", value(null), nobodys(MALFORMED, "no value"));
        row("empty", value(new byte[0]), denied(MALFORMED, FORM));
        row("one byte", value(new byte[1]), denied(MALFORMED, FORM));
        row("the header alone", value(Bytes.cut(good, 5)), denied(MALFORMED, NOT_AVRO));
        row("cut in the header", value(Bytes.cut(good, 4)), denied(MALFORMED, FORM));
        row("cut in the first field", value(Bytes.cut(good, 12)), denied(MALFORMED, NOT_AVRO));
        row("cut in the middle", value(Bytes.cut(good, good.length / 2)), denied(MALFORMED, NOT_AVRO));
        row("cut by one byte", value(Bytes.cut(good, good.length - 1)), denied(MALFORMED, NOT_AVRO));
        row("one byte too many", value(Bytes.longer(good, 1)), denied(MALFORMED, "left over"));
        row("another magic byte", value(Bytes.changed(good, 0, 1)), denied(MALFORMED, FORM));
        row("an unknown schema id", value(Bytes.changed(good, 4, good[4] + 1)), denied(MALFORMED, "is not known"));
        row("a record of another kind", value(aTick(DecidingBroker.DOMAIN)), denied(MALFORMED, "a Tick, expected a"));
        row("a length beyond the end", value(Bytes.changed(good, 5, 0x7e)), denied(MALFORMED, NOT_AVRO));
        row("a length below zero", value(Bytes.changed(good, 5, 0x01)), denied(MALFORMED, NOT_AVRO));
        row("broken UTF-8 in params", value(Bytes.brokenParams()), denied(MALFORMED, NOT_AVRO));
        row("broken UTF-8 in the reason", value(Bytes.brokenReason()), denied(MALFORMED, NOT_AVRO));
    }

    private void sizes() {
        int limit = Sizes.REQUEST_VALUE;
        int batch = Sizes.REQUEST_RECORD - Bytes.BATCH_AROUND_A_VALUE;
        row("params of 64 KiB", request(r -> r.setParams(Bytes.padded(Sizes.PARAMS))), approved());
        row("a byte more", request(r -> r.setParams(Bytes.padded(Sizes.PARAMS + 1))), denied(MALFORMED, "65537 bytes"));
        row("a value of 128 KiB", value(Bytes.request(limit)), denied(MALFORMED, "params has"));
        row("128 KiB and a byte", value(Bytes.request(limit + 1)), nobodys(MALFORMED, "the record has 131073 bytes"));
        row(
                "as large as the topic takes",
                value(filled(batch, 1)).unsigned(),
                nobodys(MALFORMED, "the record has 262"));
        row("a byte more than the topic takes", value(filled(batch + 1, 1)).unsigned(), NOT_TAKEN);
        row("2 MiB", value(filled(2 * 1024 * 1024, 1)), NOT_TAKEN);
        row("a good one, packed", request(r -> r).packed(), approved());
        row("128 KiB, packed", value(Bytes.request(limit)).packed(), denied(MALFORMED, "params has"));
        row("128 KiB and a byte, packed", value(filled(limit + 1, 0)).packed(), nobodys(MALFORMED, "131073 bytes"));
        row(
                "as large as taken, packed",
                value(filled(batch, 0)).unsigned().packed(),
                nobodys(MALFORMED, "the record has 262"));
        row(
                "a byte more than taken, packed",
                value(filled(batch + 1, 0)).unsigned().packed(),
                NOT_TAKEN);
        row("2 MiB, packed", value(filled(2 * 1024 * 1024, 0)).packed(), NOT_TAKEN);
        row(
                "7 MiB in a verdict, packed",
                value(filled(7 * 1024 * 1024, 0)).to(Topic.VERDICTS).packed(),
                NOT_TAKEN);
        row(
                "7 MiB in a control, packed",
                value(filled(7 * 1024 * 1024, 0)).to(Topic.CONTROLS).packed(),
                NOT_TAKEN);
        row("a reason of 2,000 characters", request(r -> r.setReason("\u20ac".repeat(2000))), approved());
        row("a longer reason", request(r -> r.setReason("x".repeat(2001))), denied(MALFORMED, "2001 characters"));
        row("a hundred headers", request(r -> r).with(100, 10), approved());
        row("a header of 100 KiB", request(r -> r).with(1, 100 * 1024), approved());
    }

    private void places() {
        String noKey = "the record's key is no domain's name";
        row("no key", request(r -> r).under((byte[]) null), nobodys(MALFORMED, noKey));
        row("an empty key", request(r -> r).under(""), nobodys(MALFORMED, noKey));
        row("a key that is no text", request(r -> r).under(filled(4, 0xff)), nobodys(MALFORMED, noKey));
        row("a key that is no name", request(r -> r).under("Acme"), nobodys(MALFORMED, noKey));
        row("a key of 64 KiB", request(r -> r).under("a".repeat(64 * 1024)), nobodys(MALFORMED, noKey));
        row("the key of a pseudo-domain", request(r -> r).under("_p0"), nobodys(MALFORMED, noKey));
        row("under another domain", request(r -> r).under(Stage.OTHER), denied(MALFORMED, "not that of its key"));
        row("under a domain nobody knows", request(r -> r).under("lyra"), nobodys(NO_POLICY, "domain lyra has"));
        row("of a domain nobody knows", request(r -> r.setDomain("lyra")).under("lyra"), nobodys(NO_POLICY, "lyra"));
        row("in a wrong partition", request(r -> r).in(Stage.ELSEWHERE), nobodys(MISROUTED, "murmur2_random"));
        row("garbage in a wrong partition", value(filled(9, 7)).in(Stage.ELSEWHERE), nobodys(MISROUTED, "partition"));
    }

    private void texts() {
        row("not JSON", params("name=x"), denied(INVALID_PARAMS, NOT_JSON));
        row("nothing", params(""), denied(INVALID_PARAMS, "$: expected an object"));
        row("null as params", params("null"), denied(INVALID_PARAMS, "$: expected an object"));
        row("a list", params("[{\"name\":\"x\"}]"), denied(INVALID_PARAMS, "$: expected an object"));
        row("a text", params("\"name\""), denied(INVALID_PARAMS, "$: expected an object"));
        row("cut JSON", params("{\"name\":\"x\""), denied(INVALID_PARAMS, NOT_JSON));
        row("a comma too many", params("{\"name\":\"x\",}"), denied(INVALID_PARAMS, NOT_JSON));
        row("a comment", params("{\"name\":\"x\"/* y */}"), denied(INVALID_PARAMS, NOT_JSON));
        row("single quotes", params("{'name':'x'}"), denied(INVALID_PARAMS, NOT_JSON));
        row("a byte order mark", params("\ufeff{\"name\":\"x\"}"), denied(INVALID_PARAMS, NOT_JSON));
        row("text after it", params("{\"name\":\"x\"} x"), denied(INVALID_PARAMS, NOT_JSON));
        row("two objects", params("{\"name\":\"x\"}{}"), denied(INVALID_PARAMS, "$: more after the object"));
        row("a raw line break", params("{\"name\":\"x\ny\"}"), denied(INVALID_PARAMS, NOT_JSON));
        row("NaN", params("{\"name\":\"x\",\"price\":NaN}"), denied(INVALID_PARAMS, NOT_JSON));
        row("Infinity", params("{\"name\":\"x\",\"price\":-Infinity}"), denied(INVALID_PARAMS, NOT_JSON));
        row("a zero in front", params("{\"name\":\"x\",\"count\":01}"), denied(INVALID_PARAMS, NOT_JSON));
        row("nested too deep", params("{\"name\":" + "[".repeat(20_000)), denied(INVALID_PARAMS, "nested too deep"));
        row("a number too long", params("{\"count\":" + "1".repeat(5_000) + "}"), denied(INVALID_PARAMS, "too long"));
        row("half a character", params("{\"name\":\"x\",\"note\":\"\\ud800\"}"), denied(INVALID_PARAMS, "Unicode"));
    }

    private void parameters() {
        row("all of them", params(Stage.PARAMS), approved());
        row("twice the same", params("{\"name\":\"x\",\"name\":\"y\"}"), denied(INVALID_PARAMS, "$.name: given twice"));
        row(
                "twice, in escapes",
                params("{\"name\":\"x\",\"n\\u0061me\":\"y\"}"),
                denied(INVALID_PARAMS, "given twice"));
        row(
                "twice, inside",
                params("{\"name\":{\"a\":1,\"a\":2}}"),
                denied(INVALID_PARAMS, "$.name: expected a string"));
        row("one missing", params("{}"), denied(INVALID_PARAMS, "$.name: missing"));
        row("one too many", params("{\"name\":\"x\",\"nam\":1}"), denied(INVALID_PARAMS, "$.nam: not a parameter"));
        row("null for one", params("{\"name\":null}"), denied(INVALID_PARAMS, "$.name: expected a string"));
        row("a number for a text", params("{\"name\":1}"), denied(INVALID_PARAMS, "$.name: expected a string"));
        row("a text for a number", params("{\"name\":\"x\",\"count\":\"1\"}"), denied(INVALID_PARAMS, "whole number"));
        row("a fraction", params("{\"name\":\"x\",\"count\":1.5}"), denied(INVALID_PARAMS, "whole number"));
        row(
                "beyond 64 bits",
                params("{\"name\":\"x\",\"count\":9223372036854775808}"),
                denied(INVALID_PARAMS, "whole"));
        row("beyond its range", params("{\"name\":\"x\",\"count\":101}"), denied(INVALID_PARAMS, "from 0 to 100"));
        row("a huge exponent", params("{\"name\":\"x\",\"price\":1e999999999}"), denied(INVALID_PARAMS, "$.price"));
        row("a text for a flag", params("{\"name\":\"x\",\"gift\":\"true\"}"), denied(INVALID_PARAMS, "true or false"));
        row(
                "a text for a list",
                params("{\"name\":\"x\",\"tags\":\"a\"}"),
                denied(INVALID_PARAMS, "a list of strings"));
        row("a list in a list", params("{\"name\":\"x\",\"tags\":[[\"a\"]]}"), denied(INVALID_PARAMS, "$.tags"));
        row("a name out of form", params("{\"name\":\"x y\"}"), denied(INVALID_PARAMS, "expected to match"));
        row("a line break at its end", params("{\"name\":\"x\\n\"}"), denied(INVALID_PARAMS, "expected to match"));
        row("too long a text", params("{\"name\":\"" + "x".repeat(41) + "\"}"), denied(INVALID_PARAMS, "at most 40"));
    }

    /** What could lead out of its place in a path; what needs no more than to be encoded is let in. */
    private void paths() {
        for (String id : List.of("", ".", "..", "a/b", "/", "a/../../keys", "a\\\\b", "a\\u0000", "a\\r\\nHost: b")) {
            row("path " + Bytes.shown(id), path(id), denied(INVALID_PARAMS, "$.id: expected one segment of a path"));
        }
        for (String id : List.of("%2e%2e", "%2f", "..;", "...", "#", "?a=b", "a b", "\uff0e\uff0e", "http:")) {
            row("path " + Bytes.shown(id), path(id), approved());
        }
    }

    private void names() {
        row("an empty id", request(r -> r.setRequestId("")), denied(MALFORMED, "requestId"));
        row("an id too long", request(r -> r.setRequestId("i".repeat(65))), denied(MALFORMED, "requestId"));
        row("an id of 100 KiB", request(r -> r.setRequestId("i".repeat(100 * 1024))), denied(MALFORMED, "requestId"));
        row("an id with a blank", request(r -> r.setRequestId("a b")), denied(MALFORMED, "requestId"));
        row("an id with a line break", request(r -> r.setRequestId("a\nb")), denied(MALFORMED, "requestId"));
        row("an id of other letters", request(r -> r.setRequestId("\u0456d")), denied(MALFORMED, "requestId"));
        for (String agent : List.of("", " ", "Aeonbyte", "\u0430eonbyte", "aeonbyte\u200b", "aeon.byte", "*", "_p1")) {
            row("agent " + Bytes.shown(agent), request(r -> r.setAgent(agent)), denied(MALFORMED, "agent is out of"));
        }
        for (String service : List.of("", " ", "Shop", "\u0455hop", "sh.op", "*", "s".repeat(65))) {
            row(
                    "service " + Bytes.shown(service),
                    request(r -> r.setService(service)),
                    denied(MALFORMED, "service is"));
        }
        for (String action : List.of("", " ", "Items.get", "items.g\u0435t", "*", "items.*", "items..get", ".get")) {
            row("action " + Bytes.shown(action), request(r -> r.setAction(action)), denied(MALFORMED, "action is out"));
        }
        row("action too long", request(r -> r.setAction("a".repeat(129))), denied(MALFORMED, "action is out"));
        row("control characters", request(r -> r.setReason("\u001b[2J\u0000\r\n\u202e")), approved());
        row("a grant of nothing", request(r -> r.setGrant(aGrant(60_000L))), denied(MALFORMED, "grant.actions has 0"));
        row(
                "a grant of no action",
                request(r -> r.setGrant(aGrant(60_000L, "Items.*"))),
                denied(MALFORMED, "grant.actions is out of form"));
        row(
                "a grant for too long",
                request(r -> r.setGrant(aGrant(Long.MAX_VALUE, "items.get"))),
                denied(INVALID_PARAMS, "the grant may not be so much"));
        row(
                "a grant for no time",
                request(r -> r.setGrant(aGrant(0L, "items.get"))),
                denied(INVALID_PARAMS, "the grant may not be so much"));
        row(
                "a grant of something else",
                request(r -> r.setGrant(aGrant(60_000L, "items.order"))),
                denied(INVALID_PARAMS, "would not cover the request"));
    }

    private void rules() {
        row("an unknown agent", request(r -> r.setAgent("stranger")), denied(UNKNOWN_AGENT, "stranger"));
        row("an unknown service", request(r -> r.setService("bank")), denied(UNKNOWN_SERVICE, "bank"));
        row("an unknown action", request(r -> r.setAction("ghosts.walk")), denied(UNKNOWN_ACTION, "ghosts.walk"));
        row("denied by a rule", request(r -> r.setAction("items.delete")), denied(DENIED_BY_RULE, "deny[0]"));
        row("no rule", request(r -> r.setAction("items.burn")), denied(NO_RULE, "items.burn"));
        row(
                "approval needed",
                request(r -> r.setAction("items.order")),
                new Answer.Decided(Answer.Home.DOMAIN, Outcome.PENDING, Reason.APPROVAL_REQUIRED, "operators"));
    }

    private void repeats() {
        Raw first = request(r -> r.setRequestId("one-id"));
        Raw waits = request(r -> r.setRequestId("other-id").setAction("items.order"));
        Raw refused = request(r -> r.setRequestId("third-id").setAction("items.delete"));
        Answer conflict = denied(REPLAY_CONFLICT, "was used before for other content");
        row("a first", first, approved());
        row("the same again", first, new Answer.Repeated("a first"));
        row("its id for other content", request(r -> r.setRequestId("one-id").setReason("other")), conflict);
        row("the same again after that", first, new Answer.Repeated("a first"));
        row("its id in another domain", Stage.ofOther("one-id"), approved());
        row(
                "one that waits",
                waits,
                new Answer.Decided(Answer.Home.DOMAIN, Outcome.PENDING, Reason.APPROVAL_REQUIRED, "operators"));
        row("the same while it waits", waits, new Answer.Repeated("one that waits"));
        row("its id while it waits", request(r -> r.setRequestId("other-id")), conflict);
        row("one that is denied", refused, denied(DENIED_BY_RULE, "deny[0]"));
        row("the same when denied", refused, new Answer.Repeated("one that is denied"));
        row("its id when denied", request(r -> r.setRequestId("third-id")), conflict);
    }

    private void times() {
        Instant recently = DecidingBroker.now().minus(Duration.ofMinutes(3));
        row("made in 1970", request(r -> r.setCreatedAt(LONG_AGO)), denied(STALE, TIMES));
        row("made in 2100", request(r -> r.setCreatedAt(FAR_OFF)), denied(STALE, TIMES));
        row("made before time", request(r -> r.setCreatedAt(Bytes.FIRST_MILLI)), denied(STALE, TIMES));
        row("made after time", request(r -> r.setCreatedAt(Bytes.LAST_MILLI)), denied(STALE, TIMES));
        row("made three minutes ago", request(r -> r.setCreatedAt(recently)), denied(STALE, "s before it was logged"));
        row("a deadline that has passed", request(r -> r.setDeadline(recently)), denied(STALE, "has passed"));
        row("a deadline in 1970", request(r -> r.setDeadline(LONG_AGO)), denied(STALE, "has passed"));
        row("a deadline in 2100", request(r -> r.setDeadline(FAR_OFF)), approved());
        row("a deadline after time", request(r -> r.setDeadline(Bytes.LAST_MILLI)), approved());
    }

    private void otherTopics() {
        for (Topic topic : List.of(Topic.VERDICTS, Topic.CONTROLS, Topic.TICKS, Topic.POLICIES)) {
            String name = topic.name().toLowerCase(Locale.ROOT);
            row("garbage in " + name, value(filled(99, 0xdb)).to(topic), journalled("unreadable"));
            row("null in " + name, value(null).to(topic), journalled("unreadable"));
            row("a request in " + name, request(r -> r).to(topic), journalled("unreadable"));
            row(
                    "garbage of nobody in " + name,
                    value(filled(99, 1)).under("Lyra").to(topic),
                    ofNobody(topic == Topic.TICKS ? "unreadable" : "key is no domain's name"));
            if (topic != Topic.TICKS) {
                row(
                        "garbage of no signature in " + name,
                        value(filled(99, 2)).to(topic).unsigned(),
                        UNSIGNED);
                row(
                        "garbage that an agent signed in " + name,
                        value(filled(99, 3)).to(topic).signedBy(AGENTS),
                        NOT_THEIRS);
            }
        }
        row("a verdict for nothing", aVerdict(DecidingBroker.DOMAIN), journalled("the request is not open"));
        row("a verdict that ends no grant", aRevocation("nobody"), journalled("no such grant is known"));
        row("a verdict that ends a grant of no agent", aRevocation("NoBody\n"), journalled("it names no grant"));
        row("a verdict of another domain", aVerdict(Stage.OTHER), journalled("of no domain known here"));
        row("a tick of another domain", value(aTick(Stage.OTHER)).to(Topic.TICKS), journalled("of no domain known"));
        row("a tick out of time", value(aTick(DecidingBroker.DOMAIN)).to(Topic.TICKS), journalled("nothing was due"));
        row("a freeze of no name", anOrder(ControlKind.FREEZE, "Shop"), journalled("freeze refused"));
        row("a revocation of nothing", anOrder(ControlKind.REVOKE_GRANT, "shop"), journalled("no grant is revoked"));
        row("a cancel of nothing", anOrder(ControlKind.CANCEL, "shop"), journalled("no open request"));
    }

    private void bundles() {
        String policy = Stage.policy(DecidingBroker.DOMAIN);
        row("an old policy", aBundle(DecidingBroker.DOMAIN, 1, policy), journalled("expected more than 1"));
        row("a policy of another domain", aBundle(Stage.OTHER, 2, policy), journalled("is of domain acme"));
        row("no policy", aBundle(DecidingBroker.DOMAIN, 2, ""), journalled("refused"));
        row("a policy with a key twice", aBundle(DecidingBroker.DOMAIN, 2, policy + policy), journalled("refused"));
        row("a policy of anchors", aBundle(DecidingBroker.DOMAIN, 2, "a: &a [*a, *a]\n"), journalled("refused"));
        row("2 MiB of policy", aBundle(DecidingBroker.DOMAIN, 2, "#".repeat(Sizes.BUNDLE_TEXT)), journalled("at most"));
    }

    /** Requests that do not show who asks: none is read, and none is anybody's but nobody's. */
    private void signatures() {
        Answer missing = nobodys(NOT_AUTHENTICATED, "expected exactly one");
        Answer outOfForm = nobodys(NOT_AUTHENTICATED, "out of form");
        Answer notTheirs = nobodys(NOT_AUTHENTICATED, "may not sign this in domain acme");
        Answer bent = nobodys(NOT_AUTHENTICATED, "does not fit the record");
        row("no signature", request(r -> r).unsigned(), missing);
        row("two signatures", request(r -> r).sealed((all, raw) -> twice(Raw.Seal.USUAL.of(all, raw))), missing);
        row("a signature of no value", request(r -> r).sealed((all, raw) -> listOfNull()), outOfForm);
        row("an empty signature", sealed("[^x]*", ""), outOfForm);
        row("a signature of 100 KiB", sealed("$", "A".repeat(100 * 1024)), outOfForm);
        row("padding", sealed("$", "="), outOfForm);
        row("a line break at the end of it", sealed("$", "\n"), outOfForm);
        row("its parts in another order", sealed("(alg=[^;]*);(kid=[^;]*)", "$2;$1"), outOfForm);
        row("a part twice", sealed("(kid=[^;]*;)", "$1$1"), outOfForm);
        row("version 2", sealed("^v1", "v2"), outOfForm);
        row("algorithm none", sealed("alg=[^;]*", "alg=none"), outOfForm);
        row("another algorithm", sealed("alg=[^;]*", "alg=ed25519"), outOfForm);
        row("a look-alike in the key's id", sealed("kid=hmac", "kid=hm\u0430c"), outOfForm);
        row("a signature cut short", sealed(".$", ""), outOfForm);
        row("a signature of zeros", sealed("sig=.*", "sig=" + "A".repeat(43)), bent);
        row("a key that nobody knows", request(r -> r).signedBy(STRANGERS), notTheirs);
        row("a later version of the key", sealed("hmac-1", "hmac-2"), notTheirs);
        row("the id of another agent's key", sealed("aeonbyte", "other"), bent);
        row(
                "the publisher's key",
                request(r -> r).signedBy(keys -> keys.publisher().ed25519()),
                notTheirs);
        row(
                "the broker's key",
                request(r -> r).signedBy(keys -> keys.decisions().hmac().get(0)),
                notTheirs);
        row("a key of another domain", request(r -> r).signedBy(keys -> keys.signerOf(Stage.OTHER, "aeonbyte")), bent);
        row("signed for another topic", request(r -> r).sealed((all, raw) -> List.of(forTopic(all, raw))), bent);
        row("signed for another cluster", request(r -> r).sealed((all, raw) -> List.of(forCluster(all, raw))), bent);
        row("signed as a verdict", request(r -> r).sealed((all, raw) -> List.of(asVerdict(all, raw))), bent);
        row("a byte altered", request(r -> r).sealed((all, raw) -> Raw.Seal.USUAL.of(all, altered(raw))), bent);
        row(
                "another request's signature",
                request(r -> r).sealed((all, raw) -> Raw.Seal.USUAL.of(all, another())),
                bent);
        row(
                "as another agent",
                request(r -> r.setAgent("other")).signedBy(AGENTS),
                denied(NOT_AUTHENTICATED, "signed with a key of agent aeonbyte"));
        row("garbage of no signature", value(filled(300, 0xdb)).unsigned(), missing);
    }

    /** Bundles, verdicts and orders that the wrong one signed. */
    private void othersSignatures() {
        Raw verdict = aVerdict(DecidingBroker.DOMAIN);
        Raw order = anOrder(ControlKind.FREEZE, "shop");
        Raw bundle = aBundle(DecidingBroker.DOMAIN, 2, Stage.policy(DecidingBroker.DOMAIN));
        row("a verdict unsigned", verdict.unsigned(), UNSIGNED);
        row("an order unsigned", order.unsigned(), UNSIGNED);
        row("a bundle unsigned", bundle.unsigned(), UNSIGNED);
        row(
                "a verdict of the operator's",
                verdict.signedBy(keys -> keys.operator().ed25519()),
                NOT_THEIRS);
        row(
                "an order of the approval service's",
                order.signedBy(keys -> keys.approvalService().ed25519()),
                NOT_THEIRS);
        row(
                "a bundle of the operator's",
                bundle.signedBy(keys -> keys.operator().ed25519()),
                NOT_THEIRS);
        row("a bundle of a stranger's", bundle.signedBy(STRANGERS), NOT_THEIRS);
        row("a verdict signed as an order", otherKind(verdict, RecordKind.CONTROL), BENT);
        row("an order signed as a bundle", otherKind(order, RecordKind.BUNDLE), BENT);
        row("a bundle signed as a request", otherKind(bundle, RecordKind.REQUEST), BENT);
        row(
                "an order in another's name",
                anOrder(ControlKind.FREEZE, "shop", "mallory"),
                journalled("of whom it names"));
        row("an old order", anOrder(LONG_AGO), journalled("expected at most 120 s"));
        Raw cancel = anOrder(ControlKind.CANCEL, "bank");
        row("an order once", cancel, journalled("no open request"));
        row("and once more", cancel, journalled("was given before"));
    }

    /** A request whose one signature is put otherwise. */
    private static Raw sealed(String pattern, String by) {
        return request(r -> r)
                .sealed((all, raw) -> Raw.Seal.USUAL.of(all, raw).stream()
                        .map(header -> new String(header, StandardCharsets.US_ASCII)
                                .replaceFirst(pattern, by)
                                .getBytes(StandardCharsets.UTF_8))
                        .toList());
    }

    private static List<byte[]> twice(List<byte[]> one) {
        return List.of(one.get(0), one.get(0));
    }

    private static List<byte[]> listOfNull() {
        return Collections.singletonList(null);
    }

    private static byte[] forTopic(Signatory all, Raw raw) {
        return raw.header(
                        all.signer(AGENTS.apply(all.keys())),
                        new Signatory(all.keys(), new Topics("other.", DecidingBroker.PARTITIONS), all.clusterId()),
                        RecordKind.REQUEST)
                .encode();
    }

    private static byte[] forCluster(Signatory all, Raw raw) {
        return raw.header(new RecordSigner(AGENTS.apply(all.keys()), "another"), all, RecordKind.REQUEST)
                .encode();
    }

    private static byte[] asVerdict(Signatory all, Raw raw) {
        return raw.header(all.signer(AGENTS.apply(all.keys())), all, RecordKind.VERDICT)
                .encode();
    }

    private static Raw otherKind(Raw usual, RecordKind kind) {
        return usual.sealed((all, raw) -> List.of(raw.header(
                        all.signer(
                                switch (raw.topic()) {
                                    case VERDICTS ->
                                        all.keys().approvalService().ed25519();
                                    case POLICIES -> all.keys().publisher().ed25519();
                                    default -> all.keys().operator().ed25519();
                                }),
                        all,
                        kind)
                .encode()));
    }

    private static Raw altered(Raw raw) {
        return value(Bytes.changed(raw.value(), raw.value().length - 1, raw.value()[raw.value().length - 1] ^ 2));
    }

    private static Raw another() {
        return request(r -> r);
    }

    private static Answer ofNobody(String says) {
        return new Answer.Journalled(Answer.Home.NOBODY, says);
    }

    private static GrantAsk aGrant(long ttlMs, String... actions) {
        return new GrantAsk(List.of(actions), null, ttlMs, 1);
    }

    private static byte[] aTick(String domain) {
        return Raw.CODECS.tick().encode(new Tick(domain, DecidingBroker.now()));
    }

    private static Raw aVerdict(String domain) {
        return verdict(sayingSo(domain));
    }

    private static Raw aRevocation(String agent) {
        return verdict(sayingSo(DecidingBroker.DOMAIN).setAgent(agent).setVerdict(VerdictChoice.REVOKE));
    }

    private static Raw verdict(Verdict.Builder verdict) {
        return value(Raw.CODECS.verdict().encode(verdict.build())).to(Topic.VERDICTS);
    }

    private static Verdict.Builder sayingSo(String domain) {
        return Verdict.newBuilder()
                .setDomain(domain)
                .setRequestId("nothing")
                .setAgent(DecidingBroker.AGENT)
                .setRequestDigest("0".repeat(64))
                .setPerson(DecidingBroker.OPERATOR)
                .setChannel(Channel.WEB)
                .setVerdict(VerdictChoice.APPROVE)
                .setGivenAt(DecidingBroker.now());
    }

    private static Raw anOrder(ControlKind kind, String service) {
        return anOrder(kind, service, DecidingBroker.OPERATOR, DecidingBroker.now());
    }

    private static Raw anOrder(ControlKind kind, String service, String person) {
        return anOrder(kind, service, person, DecidingBroker.now());
    }

    private static Raw anOrder(Instant at) {
        return anOrder(ControlKind.FREEZE, "shop", DecidingBroker.OPERATOR, at);
    }

    private static Raw anOrder(ControlKind kind, String service, String person, Instant at) {
        Control control = Control.newBuilder()
                .setDomain(DecidingBroker.DOMAIN)
                .setKind(kind)
                .setService(service)
                .setRequestDigest("0".repeat(64))
                .setPerson(person)
                .setGivenAt(at)
                .build();
        return value(Raw.CODECS.control().encode(control)).to(Topic.CONTROLS);
    }

    private static Raw aBundle(String domain, int version, String policy) {
        PolicyBundle bundle = PolicyBundle.newBuilder()
                .setDomain(domain)
                .setVersion(version)
                .setPolicy(new BundleFile("seks-policy.yaml", policy))
                .setCatalogue(List.of(Stage.CATALOGUE))
                .setOperators(List.of(DecidingBroker.OPERATOR))
                .setAuthor("somebody")
                .setMessage("")
                .setCreatedAt(DecidingBroker.now())
                .build();
        return value(Raw.CODECS.bundle().encode(bundle)).to(Topic.POLICIES);
    }
}
