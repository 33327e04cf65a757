// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

import dev.seks.approval.inbox.Cast;
import dev.seks.approval.inbox.InboxEntry;
import dev.seks.approval.text.ParamsText;
import dev.seks.approval.verdict.Authority;
import dev.seks.schemas.record.Approval;
import dev.seks.schemas.record.ApproverGroup;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.RuleReference;
import dev.seks.schemas.record.VerdictGiven;
import dev.seks.schemas.text.Printable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Everything about one request that a person needs to judge it, as text that shows what is really there.
 *
 * @param bytes how many bytes of the log the digest is of
 * @param signOn whether approving takes a person who signed on
 */
public record RequestDetail(
        String requestId,
        String domain,
        String params,
        @Nullable String hint,
        @Nullable String agentSays,
        String explanation,
        List<Rule> rules,
        @Nullable Integer policyVersion,
        List<String> approvers,
        int quorum,
        boolean signOn,
        int bytes,
        List<Said> said,
        String askedAt,
        String expiresAt,
        @Nullable String decidedAt,
        long mostMinutes,
        int mostUses) {
    private static final List<Long> MINUTES = List.of(5L, 10L, 15L, 30L, 60L, 240L);

    /** For how many minutes the same may be approved, as a person may choose. */
    public List<Long> minutes() {
        List<Long> choices = new ArrayList<>(
                MINUTES.stream().filter(minutes -> minutes < mostMinutes).toList());
        choices.add(mostMinutes);
        return choices;
    }

    /** A rule that asked, and where in the policy it stands. */
    public record Rule(String path, String place) {
        static Rule of(RuleReference rule) {
            return new Rule(Printable.of(rule.getPath()), Printable.of(rule.getFile()) + ", line " + rule.getLine());
        }
    }

    /** What one person said about it. */
    public record Said(
            String person,
            String choice,
            String channel,
            String at,
            @Nullable String comment) {
        static Said of(VerdictGiven given, Cast cast) {
            return new Said(
                    Printable.of(cast.name(given.getPerson())),
                    switch (given.getVerdict()) {
                        case APPROVE -> "approved";
                        case DENY -> "denied";
                        case REVOKE -> "ended the grant";
                    },
                    given.getChannel().name().toLowerCase(Locale.ROOT),
                    Ago.exact(given.getAt()),
                    given.getComment() == null ? null : Printable.block(given.getComment()));
        }
    }

    static RequestDetail of(InboxEntry entry, Cast cast) {
        Decision latest = entry.latest();
        Approval approval = Objects.requireNonNullElse(latest.getApproval(), entry.approval());
        String reason = entry.request().getReason();
        Instant decidedAt = entry.closing() == null ? null : latest.getDecidedAt();
        return new RequestDetail(
                Printable.of(entry.request().getRequestId()),
                Printable.of(latest.getDomain()),
                ParamsText.of(entry.request().getParams()),
                hint(entry.request().getParams()),
                reason.isBlank() ? null : Printable.block(reason),
                Printable.of(latest.getExplanation()),
                latest.getRules().stream().map(Rule::of).toList(),
                latest.getPolicyVersion(),
                approval.getApprovers().stream()
                        .map(group -> Printable.of(group.getGroup() + ": " + names(group, cast)))
                        .toList(),
                approval.getQuorum(),
                Authority.needsSignOn(entry),
                entry.requestBytes(),
                approval.getVerdicts().stream()
                        .map(given -> Said.of(given, cast))
                        .toList(),
                Ago.exact(entry.askedAt()),
                Ago.exact(entry.expiresAt()),
                decidedAt == null ? null : Ago.exact(decidedAt),
                approval.getMaxGrant() == null
                        ? 0
                        : Duration.ofMillis(approval.getMaxGrant().getTtlMs()).toMinutes(),
                approval.getMaxGrant() == null ? 0 : approval.getMaxGrant().getMaxUses());
    }

    private static String names(ApproverGroup group, Cast cast) {
        return group.getPeople().stream().map(cast::name).collect(Collectors.joining(", "));
    }

    private static @Nullable String hint(String params) {
        return params.chars().allMatch(unit -> unit < 0x80)
                ? null
                : "The parameters hold characters outside ASCII, which may look like others.";
    }
}
