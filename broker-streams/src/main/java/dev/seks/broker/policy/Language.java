// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import static dev.seks.broker.policy.Grammar.ACTION;
import static dev.seks.broker.policy.Grammar.ACTION_KEY;
import static dev.seks.broker.policy.Grammar.AGENT;
import static dev.seks.broker.policy.Grammar.AGENT_KEY;
import static dev.seks.broker.policy.Grammar.GROUP;
import static dev.seks.broker.policy.Grammar.PATTERN;
import static dev.seks.broker.policy.Grammar.PERSON;
import static dev.seks.broker.policy.Grammar.ROLE;
import static dev.seks.broker.policy.Grammar.SERVICE;
import static dev.seks.broker.policy.Grammar.SERVICE_KEY;

import dev.seks.broker.condition.Conditions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Every key of a policy file of version 1: where it may stand, what it takes, its bounds and what it means. */
final class Language {
    static final int MAX_AGENTS = 10_000;
    static final int MAX_AGENT_PATTERNS = 50;
    static final int MAX_SERVICE_PATTERNS = 16;
    static final int MAX_ROLES = 1_000;
    static final int MAX_EXTENDED = 50;
    static final int MAX_PEOPLE = 1_000;
    static final int MAX_GROUPS = 200;
    static final int MAX_MEMBERS = 100;
    static final int MAX_SEATS = 8;
    static final int MAX_KEYS = 8;
    static final int MAX_ENTRIES = 1_000;
    static final int MAX_LIMIT_KEYS = 1_000;

    /** How many patterns may stand among them: all that match one request are named in its decision. */
    static final int MAX_LIMIT_PATTERNS = 32;

    static final int MAX_TESTS = 1_000;
    static final long MAX_REQUESTS = 1_000_000_000;

    /** How many different services the agents of a policy may name, as many as a catalogue may define. */
    static final int MAX_SERVICES = 256;

    /** How many different conditions a policy may hold. */
    static final int MAX_CONDITIONS = Conditions.MAX_CHECKED;

    static final Form.Mapping HOURS = new Form.Mapping(
            "hours",
            "Hours of days in the local time of a place. Where to is not after from, they cross midnight and belong to the"
                    + " day on which they begin.",
            List.of(
                    Key.of("days", new Form.ListOf(new Form.Word(Grammar.DAYS), 1, 7), "Which days.")
                            .otherwise("every day"),
                    Key.of("from", Grammar.TIME_OF_DAY, "The first minute.").byDefault("00:00"),
                    Key.of("to", Grammar.TIME_OF_DAY, "The first minute after; 00:00 is the end of the day.")
                            .byDefault("00:00"),
                    Key.of("zone", Grammar.ZONE, "Where: a zone of the IANA database.")
                            .asRequired()));

    private static final Form.Span EXPIRY = new Form.Span(Duration.ofSeconds(10), Duration.ofDays(7));

    private static final Key APPROVERS = Key.of(
            "approvers",
            new Form.OneOrMore(GROUP, MAX_SEATS),
            "The groups that are asked; each fills one seat with a person of its own.");
    private static final Key QUORUM = Key.of(
                    "quorum", new Form.Whole(1, MAX_MEMBERS), "How many different people must approve.")
            .otherwise("the number of groups");
    private static final Key EXPIRES_IN = Key.of(
                    "expires_in", EXPIRY, "After how long a request that nobody decided is denied.")
            .byDefault(Grammar.told(Defaults.EXPIRES_IN));
    private static final Key ASSURANCE = Key.of(
                    "assurance",
                    new Form.Word(Assurance.words()),
                    "How sure it must be who approves: chat counts a button in a chat, sso only a signed-on person.")
            .byDefault(Defaults.ASSURANCE.word());
    private static final Key GRANTABLE = Key.of(
                    "grantable",
                    new Form.Flag(),
                    "Whether a person may approve the same for some time, and a grant may stand in for people.")
            .otherwise("true, but false for the effects delete, money, admin and credential");

    private static final Key ESCALATE = Key.of(
            "escalate",
            new Form.Mapping(
                    "escalation",
                    "Who is asked too about a request that nobody has decided for some time. No fewer people must approve"
                            + " it, and who was asked stays asked.",
                    List.of(
                            Key.of("after", EXPIRY, "For how long it waits before; less than expires_in.")
                                    .asRequired(),
                            Key.of(
                                            "to",
                                            new Form.OneOrMore(GROUP, MAX_SEATS),
                                            "The groups whose people may take any seat of this rule from then on.")
                                    .asRequired())),
            "Who may decide too when nobody has for some time.");

    private static final List<Key> RULE_KEYS = List.of(
            Key.of("action", PATTERN, "Which actions: a name, or a pattern in which * stands for any text.")
                    .asRequired(),
            Key.of(
                    "when",
                    Grammar.CONDITION,
                    "A condition in CEL over params, agent, service, action, effect, resource, reason_given and now. If"
                            + " it cannot be evaluated, the rule counts in deny and require_approval, and does not in"
                            + " allow."),
            Key.of("during", HOURS, "Hours of days, judged at the time of the request."));

    static final Form.Either RULE = new Form.Either(
            PATTERN,
            new Form.Mapping(
                    "rule", "One rule of allow or deny; the pattern alone says the same as its action.", RULE_KEYS));
    static final Form.Either ASKING_RULE = new Form.Either(
            PATTERN,
            new Form.Mapping(
                    "approval rule",
                    "One rule of require_approval; all that match apply together.",
                    Stream.concat(
                                    RULE_KEYS.stream(),
                                    Stream.of(
                                            APPROVERS.otherwise(
                                                    "defaults.approval.approvers, else the group operators"),
                                            QUORUM.otherwise(
                                                    "defaults.approval.quorum, and never below the number of groups"),
                                            EXPIRES_IN.otherwise("defaults.approval.expires_in, else "
                                                    + Grammar.told(Defaults.EXPIRES_IN)),
                                            ASSURANCE.otherwise(
                                                    "defaults.approval.assurance, else " + Defaults.ASSURANCE.word()),
                                            GRANTABLE.otherwise("defaults.approval.grantable, else true, but false for"
                                                    + " the effects delete, money, admin and credential"),
                                            ESCALATE.otherwise("defaults.approval.escalate")))
                            .toList()));

    static final Form.Mapping SERVICE_RULES = new Form.Mapping(
            "service",
            "Rules for one service. A deny outranks everything, then require_approval, then allow; what no rule matches"
                    + " is denied. Order changes nothing.",
            List.of(
                    Key.of("allow", new Form.ListOf(RULE, 0, MAX_ENTRIES), "What may be done."),
                    Key.of("deny", new Form.ListOf(RULE, 0, MAX_ENTRIES), "What may never be done."),
                    Key.of(
                            "require_approval",
                            new Form.ListOf(ASKING_RULE, 0, MAX_ENTRIES),
                            "What may be done when people approve.")));

    private static final Key SERVICES = Key.of(
            "services",
            new Form.MapOf(SERVICE_KEY, SERVICE_RULES, MAX_SERVICES),
            "Rules by service; a pattern as key matches every service whose name fits.");
    private static final Key EXTENDS =
            Key.of("extends", new Form.ListOf(ROLE, 0, MAX_EXTENDED), "Roles whose rules are added.");

    static final Form.Mapping COUNTS = periods(
            "counts",
            "At most so many requests in any window of that length.",
            Period::key,
            new Form.Whole(0, MAX_REQUESTS));
    static final Form.Mapping AMOUNTS = periods(
            "amounts",
            "At most so much money in any window of that length, by the cost that the catalogue declares.",
            Period::moneyKey,
            new Form.Money());

    static final Form.Mapping ROLE_RULES =
            new Form.Mapping("role", "Rules that agents and other roles can extend.", List.of(SERVICES, EXTENDS));
    static final Form.Mapping AGENT_RULES = new Form.Mapping(
            "agent",
            "One agent: its rules, what it extends, who owns it, which keys sign for it and limits of its own. A pattern"
                    + " as key adds services and rate_limits to the agents listed by name, and creates none.",
            List.of(
                    Key.of("owner", PERSON, "Who answers for the agent, and so may never approve for it."),
                    Key.of(
                            "keys",
                            new Form.ListOf(Grammar.SIGNING_KEY, 0, MAX_KEYS),
                            "Keys that may sign as this agent: public keys, and versions of its HMAC key. Without this"
                                    + " list, version 1 of its HMAC key; with an empty one, none."),
                    EXTENDS,
                    SERVICES,
                    Key.of("rate_limits", COUNTS, "Limits of this agent, on top of rate_limits.per_agent."),
                    Key.of("budgets", AMOUNTS, "Budgets of this agent, on top of budgets.per_agent.")));

    static final Form.Mapping DEFAULTS = new Form.Mapping(
            "defaults",
            "What holds where a rule does not say otherwise.",
            List.of(
                    Key.of(
                            "approval",
                            new Form.Mapping(
                                    "approval",
                                    "What an approval takes.",
                                    List.of(
                                            APPROVERS.byDefault("operators"),
                                            QUORUM,
                                            EXPIRES_IN,
                                            ASSURANCE,
                                            GRANTABLE,
                                            ESCALATE.otherwise("nobody"))),
                            "What a rule of require_approval takes."),
                    Key.of(
                            "grants",
                            new Form.Mapping(
                                    "grants",
                                    "Bounds of every grant.",
                                    List.of(
                                            Key.of(
                                                            "max_ttl",
                                                            new Form.Span(Duration.ofSeconds(10), GrantBounds.LONGEST),
                                                            "The longest that a grant may last.")
                                                    .byDefault(Grammar.told(GrantBounds.BUILT_IN.maxTtl())),
                                            Key.of(
                                                            "max_uses",
                                                            new Form.Whole(1, 10_000),
                                                            "How often a grant may be used at most.")
                                                    .byDefault("" + GrantBounds.BUILT_IN.maxUses()))),
                            "Bounds of grants."),
                    Key.of(
                                    "max_open_approvals",
                                    new Form.Whole(1, 10_000),
                                    "How many requests of one agent may wait for people at once; one more is denied.")
                            .byDefault("" + Defaults.MAX_OPEN_APPROVALS),
                    Key.of(
                                    "execute_within",
                                    new Form.Span(Duration.ofSeconds(5), Duration.ofHours(1)),
                                    "After how long an approved request that nothing has executed lapses.")
                            .byDefault(Grammar.told(Defaults.EXECUTE_WITHIN))));

    static final Form.Mapping PERSON_ENTRY = new Form.Mapping(
            "person",
            "One person and how to know them.",
            List.of(
                    Key.of("name", Grammar.LINE, "Name as other people know it."),
                    Key.of("slack", Grammar.SLACK, "Slack team and user."),
                    Key.of("email", Grammar.EMAIL, "Address under which they sign on.")));

    static final Form.Mapping TEST = new Form.Mapping(
            "test",
            "One request and what must become of it, without limits and grants.",
            List.of(
                    Key.of("name", Grammar.LINE, "What the test shows."),
                    Key.of(
                                    "given",
                                    new Form.Mapping(
                                            "given",
                                            "The request.",
                                            List.of(
                                                    Key.of("agent", AGENT, "Who asks.")
                                                            .asRequired(),
                                                    Key.of("service", SERVICE, "Which service.")
                                                            .asRequired(),
                                                    Key.of("action", ACTION, "Which action.")
                                                            .asRequired(),
                                                    Key.of("params", new Form.Free(), "Its parameters.")
                                                            .otherwise("none"),
                                                    Key.of("reason", Grammar.LINE, "What the agent says.")
                                                            .otherwise("nothing"))),
                                    "The request.")
                            .asRequired(),
                    Key.of("at", Grammar.INSTANT, "When it is asked.").byDefault(PolicyTest.DEFAULT_AT.toString()),
                    Key.of("expect", new Form.Word(List.of("approved", "pending", "denied")), "What becomes of it.")
                            .asRequired(),
                    Key.of(
                                    "reason",
                                    new Form.Word(PolicyTest.REASONS),
                                    "Why; a denial without it must be DENIED_BY_RULE or NO_RULE, so that a typo cannot"
                                            + " pass.")
                            .otherwise("any that goes with the outcome"),
                    Key.of("rule", Grammar.RULE_PATH, "A rule that must be among those that determined it.")));

    static final Form.ListOf TESTS = new Form.ListOf(TEST, 0, MAX_TESTS);

    static final Form.Mapping POLICY = new Form.Mapping(
            "policy",
            "Who may do what, by whose approval, and how often.",
            List.of(
                    Key.of("version", new Form.Whole(1, 1), "Version of the language.")
                            .asRequired(),
                    Key.of("domain", Grammar.DOMAIN, "The policy domain that it is for.")
                            .byDefault(Policy.DEFAULT_DOMAIN),
                    Key.of("defaults", DEFAULTS, "What holds where a rule does not say otherwise."),
                    Key.of("people", new Form.MapOf(PERSON, PERSON_ENTRY, MAX_PEOPLE), "People by name."),
                    Key.of(
                            "groups",
                            new Form.MapOf(GROUP, new Form.ListOf(PERSON, 0, MAX_MEMBERS), MAX_GROUPS),
                            "Groups of people; operators is reserved."),
                    Key.of("agents", new Form.MapOf(AGENT_KEY, AGENT_RULES, MAX_AGENTS), "Agents by name.")
                            .asRequired(),
                    Key.of("roles", new Form.MapOf(ROLE, ROLE_RULES, MAX_ROLES), "Roles by name."),
                    Key.of("rate_limits", levels("rate_limits", COUNTS), "Limits on the number of requests."),
                    Key.of("budgets", levels("budgets", AMOUNTS), "Limits on the money that requests cost."),
                    Key.of(
                            "tests",
                            TESTS,
                            "What must become of single requests; a policy of which one fails is not published.")));

    private Language() {}

    private static Form.Mapping periods(String title, String doc, Function<Period, String> key, Form form) {
        return new Form.Mapping(
                title,
                doc,
                Arrays.stream(Period.values())
                        .map(period -> Key.of(key.apply(period), form, "In any " + period.word() + "."))
                        .toList());
    }

    private static Form.Mapping levels(String title, Form.Mapping windows) {
        return new Form.Mapping(
                title,
                "A request must have room in all that apply, and is counted in all or none.",
                List.of(
                        Key.of("global", windows, "All requests of the domain together."),
                        Key.of("per_agent", windows, "Each agent by itself."),
                        Key.of(
                                "per_service",
                                new Form.MapOf(SERVICE_KEY, windows, MAX_LIMIT_KEYS),
                                "One service over all agents; a pattern gives each matching service its own count."),
                        Key.of(
                                "per_action",
                                new Form.MapOf(ACTION_KEY, windows, MAX_LIMIT_KEYS),
                                "One action, as in email.send, over all agents; a pattern gives each its own count.")));
    }
}
