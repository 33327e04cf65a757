// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.invariant;

import dev.seks.schemas.record.Approval;
import dev.seks.schemas.record.CapabilityRequest;
import dev.seks.schemas.record.Control;
import dev.seks.schemas.record.ControlKind;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.EventKind;
import dev.seks.schemas.record.GrantAsk;
import dev.seks.schemas.record.GrantEnd;
import dev.seks.schemas.record.GrantMade;
import dev.seks.schemas.record.JournalEntry;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.Reason;
import dev.seks.schemas.record.Verdict;
import dev.seks.schemas.record.VerdictChoice;
import dev.seks.schemas.wire.Codecs;
import dev.seks.schemas.wire.SchemaIds;
import dev.seks.schemas.wire.WireException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * I2, where people were not asked again: what a grant lets through is within one that came into being before, of the same
 * agent, in scope, time and uses, and not ended; and a grant comes into being only as it was asked for or as those offered
 * it who had to approve. Worked out from the requests, the verdicts and the orders themselves.
 */
final class GrantsHold implements Invariant {
    private static final String SAME_PARAMETERS = "params:";

    private final Codecs codecs = Codecs.of(SchemaIds.builtIn());

    @Override
    public String number() {
        return "I2";
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        Ledger ledger = new Ledger(evidence.log());
        evidence.log().decisions().stream()
                .sorted(Comparator.comparing(
                                (Logged<Decision> decision) -> decision.said().getDomain())
                        .thenComparing(decision -> decision.said().getSeq()))
                .forEach(decision -> {
                    if (decision.said().getReason() == Reason.ALLOWED_BY_GRANT) {
                        ledger.use(decision, findings);
                    } else if (decision.said().getGrantId() != null) {
                        findings.decision(
                                decision,
                                "cites a grant and is " + decision.said().getReason());
                    }
                    if (decision.said().getGrant() != null) {
                        ledger.make(decision, findings);
                    }
                });
    }

    private record Held(Logged<Decision> decision, GrantMade grant) {}

    /** What was granted and how much of it is used, in the order of the log. */
    private final class Ledger {
        private final Log log;
        private final Map<String, Held> held = new HashMap<>();
        private final Map<String, Integer> used = new HashMap<>();
        private final Map<String, Long> ended = new HashMap<>();
        private final Map<String, Logged<JournalEntry>> entries = new HashMap<>();
        private final Map<Place, Verdict> revocations = new HashMap<>();

        Ledger(Log log) {
            this.log = log;
            log.verdicts().stream()
                    .filter(verdict -> verdict.said().getVerdict() == VerdictChoice.REVOKE)
                    .forEach(verdict -> revocations.put(verdict.place(), verdict.said()));
            Map<Place, RawRecord> raw =
                    log.raw().stream().collect(Collectors.toMap(RawRecord::place, one -> one, (first, again) -> first));
            for (Logged<JournalEntry> entry : log.journal()) {
                JournalEntry said = entry.said();
                entries.putIfAbsent(said.getDomain() + " " + said.getSeq(), entry);
                List<GrantEnd> ends = said.getGrantsEnded() == null ? List.of() : said.getGrantsEnded();
                ends.forEach(end -> ended.putIfAbsent(said.getDomain() + " " + end.getGrantId(), said.getSeq()));
                RawRecord cause = raw.get(Place.of(said.getCause()));
                revoked(entry, cause)
                        .or(() -> endedByGiver(entry, cause))
                        .ifPresent(id -> ended.merge(said.getDomain() + " " + id, said.getSeq(), Math::min));
            }
        }

        /** The grant that an order which counted revoked. */
        private Optional<String> revoked(Logged<JournalEntry> entry, @Nullable RawRecord order) {
            if (entry.said().getKind() != EventKind.CONTROL || entry.said().getReason() != null || order == null) {
                return Optional.empty();
            }
            try {
                Control control = codecs.control().decode(order.value());
                return control.getKind() == ControlKind.REVOKE_GRANT
                        ? Optional.ofNullable(control.getGrantId())
                        : Optional.empty();
            } catch (WireException e) {
                return Optional.empty();
            }
        }

        /** The grant of which one who gave it said that it is to end. */
        private Optional<String> endedByGiver(Logged<JournalEntry> entry, @Nullable RawRecord word) {
            Verdict said = word == null ? null : revocations.get(word.place());
            if (said == null || entry.said().getKind() != EventKind.VERDICT) {
                return Optional.empty();
            }
            return log.decisions().stream()
                    .map(Logged::said)
                    .filter(decision -> gave(decision, said)
                            && decision.getSeq() < entry.said().getSeq())
                    .map(Decision::getRequestDigest)
                    .findFirst();
        }

        private boolean gave(Decision decision, Verdict word) {
            return decision.getDomain().equals(word.getDomain())
                    && decision.getRequestDigest().equals(word.getRequestDigest())
                    && decision.getGrant() != null
                    && decision.getGrant().getPeople() != null
                    && decision.getGrant().getPeople().contains(word.getPerson());
        }

        void use(Logged<Decision> decision, Findings findings) {
            Decision said = decision.said();
            String id = said.getDomain() + " " + said.getGrantId();
            Held grant = held.get(id);
            if (grant == null) {
                findings.decision(
                        decision, "ALLOWED_BY_GRANT, and no grant " + said.getGrantId() + " was given before");
                return;
            }
            if (grant.decision().said().getReason() != Reason.APPROVED_BY_PEOPLE) {
                findings.decision(decision, "covered by a grant that nobody approved");
            }
            if (!grant.decision().said().getAgent().equals(said.getAgent())) {
                findings.decision(
                        decision,
                        "covered by a grant of agent " + grant.decision().said().getAgent());
            }
            Instant until = grant.grant().getExpiresAt();
            if (!said.getDecidedAt().isBefore(until)) {
                findings.decision(decision, "covered by a grant that had ended at " + until);
            }
            int uses = used.merge(id, 1, Integer::sum);
            if (uses > grant.grant().getMaxUses()) {
                findings.decision(
                        decision,
                        "use " + uses + " of a grant, at most " + grant.grant().getMaxUses());
            }
            if (ended.getOrDefault(id, Long.MAX_VALUE) < said.getSeq()) {
                findings.decision(decision, "covered by a grant that was ended before, at seq " + ended.get(id));
            }
            if (!covers(grant, said)) {
                findings.decision(decision, "not covered by the grant that it cites");
            }
        }

        private boolean covers(Held grant, Decision said) {
            boolean isNamed = grant.decision().said().getService().equals(said.getService())
                    && grant.grant().getActions().stream().anyMatch(pattern -> matches(pattern, said.getAction()));
            String resource = grant.grant().getResource();
            if (!isNamed || resource == null) {
                return isNamed;
            }
            Optional<Touched> touched = touched(said);
            return resource.startsWith(SAME_PARAMETERS)
                    ? touched.isPresent()
                            && touched.equals(touched(grant.decision().said()))
                            && said.getAction().equals(grant.decision().said().getAction())
                    : touched.map(Touched::resource).equals(Optional.of(resource));
        }

        void make(Logged<Decision> decision, Findings findings) {
            Decision said = decision.said();
            GrantMade grant = said.getGrant();
            if (said.getOutcome() != Outcome.APPROVED) {
                findings.decision(decision, "gives a grant and is " + said.getOutcome());
                return;
            }
            held.put(said.getDomain() + " " + said.getRequestDigest(), new Held(decision, grant));
            GrantAsk ask = request(said).map(CapabilityRequest::getGrant).orElse(null);
            if (ask == null) {
                offered(decision, grant, findings);
            } else if (!grant.getActions().equals(ask.getActions())
                    || !Objects.equals(grant.getResource(), ask.getResource())
                    || grant.getExpiresAt().isAfter(said.getDecidedAt().plusMillis(ask.getTtlMs()))
                    || (ask.getMaxUses() != null && grant.getMaxUses() > ask.getMaxUses())) {
                findings.decision(decision, "gives more than the agent asked for");
            }
        }

        /** Nobody asked for it: then as many must have offered it as had to approve, and none of them less. */
        private void offered(Logged<Decision> decision, GrantMade grant, Findings findings) {
            Decision said = decision.said();
            boolean isTheSame = grant.getActions().equals(List.of(said.getAction())) && grant.getResource() != null;
            if (!isTheSame) {
                findings.decision(decision, "gives a grant for something else than was approved");
            }
            Logged<Decision> asked = QuorumBeforeApproval.lastBefore(
                    decision,
                    log.decisions().stream()
                            .filter(other -> other.said().getOutcome() == Outcome.PENDING
                                    && other.said().getRequestCoordinates().equals(said.getRequestCoordinates()))
                            .toList());
            Approval approval = asked == null ? null : asked.said().getApproval();
            if (approval == null || !approval.getGrantable()) {
                findings.decision(decision, "gives a grant of what may not be granted");
                return;
            }
            Set<String> offering = new HashSet<>();
            for (Logged<Verdict> verdict : QuorumBeforeApproval.seenBy(
                    entries.get(said.getDomain() + " " + said.getSeq()),
                    log.verdicts().stream()
                            .filter(one -> one.said().getRequestDigest().equals(said.getRequestDigest()))
                            .toList())) {
                Verdict given = verdict.said();
                boolean isOffer = given.getVerdict() == VerdictChoice.APPROVE && given.getGrant() != null;
                if (isOffer
                        && !grant.getExpiresAt()
                                .isAfter(said.getDecidedAt()
                                        .plusMillis(given.getGrant().getTtlMs()))
                        && grant.getMaxUses() <= given.getGrant().getMaxUses()) {
                    offering.add(given.getPerson());
                }
            }
            offering.retainAll(approval.getApprovers().stream()
                    .flatMap(group -> group.getPeople().stream())
                    .toList());
            if (offering.size() < Math.max(1, approval.getQuorum())
                    || !QuorumBeforeApproval.isMet(approval, offering)) {
                findings.decision(decision, "gives a grant that " + offering.size() + " people offered, too few");
            }
        }

        private Optional<Touched> touched(Decision said) {
            return log.policies().stream()
                    .filter(bundle ->
                            bundle.content() != null && bundle.digest().equals(said.getBundleDigest()))
                    .findFirst()
                    .flatMap(bundle -> request(said).map(request -> Touched.of(bundle.said(), request)));
        }
    }

    private Optional<CapabilityRequest> request(Decision said) {
        if (said.getRequest() == null) {
            return Optional.empty();
        }
        byte[] bytes = new byte[said.getRequest().remaining()];
        said.getRequest().duplicate().get(bytes);
        try {
            return Optional.of(codecs.request().decode(bytes));
        } catch (WireException e) {
            return Optional.empty();
        }
    }

    private static boolean matches(String pattern, String action) {
        String[] pieces = pattern.split("\\*", -1);
        StringBuilder expression = new StringBuilder(Pattern.quote(pieces[0]));
        for (int i = 1; i < pieces.length; i++) {
            expression.append(".*").append(Pattern.quote(pieces[i]));
        }
        return action.matches(expression.toString());
    }
}
