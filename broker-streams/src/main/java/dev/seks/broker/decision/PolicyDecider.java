// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import dev.seks.schemas.record.Approval;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.GrantEndCause;
import dev.seks.schemas.record.Reason;
import dev.seks.schemas.signature.RecordKind;
import dev.seks.schemas.wire.Codecs;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings a published bundle into force, or journals why not.
 *
 * <p>INVARIANT: only a publisher whom the trust roots name brings a bundle into force, the first one too, and versions only
 * rise. A bundle that is refused changes nothing; the last good one stays in force.
 */
final class PolicyDecider {
    /** How many open requests a new policy is held against at once; the others meet it when people approve them. */
    static final int MAX_REVIEWED = 1000;

    private final Codecs codecs;
    private final BundleLoader loader;
    private final Authentication authentication;

    PolicyDecider(Codecs codecs, Authentication authentication) {
        this.codecs = codecs;
        this.authentication = authentication;
        this.loader = new BundleLoader(codecs.bundle());
    }

    List<Effect> decide(State state, Event event) {
        Proof proof = authentication.pinned(event, RecordKind.BUNDLE);
        if (proof instanceof Proof.Missing missing) {
            return Entry.refuse(codecs, state, event, "bundle", missing);
        }
        BundleLoader.Loaded loaded = loader.load(event.value());
        return loaded instanceof BundleLoader.Loaded.Usable usable
                ? decide(state, event, usable)
                : refuse(state, event, ((BundleLoader.Loaded.Refused) loaded).why());
    }

    private List<Effect> decide(State state, Event event, BundleLoader.Loaded.Usable usable) {
        if (!usable.domain().equals(Home.named(event))) {
            return refuse(state, event, "a bundle refused: its domain is not that of its key");
        }
        int current = state.domain(usable.domain()).policyVersion();
        int offered = usable.policy().version();
        return offered > current
                ? activate(state, event, usable)
                : refuse(
                        state,
                        event,
                        "bundle " + offered + " refused: version " + offered + ", expected more than " + current);
    }

    private List<Effect> activate(State state, Event event, BundleLoader.Loaded.Usable usable) {
        Entry entry = Entry.begin(codecs, state, usable.domain(), event);
        ActivePolicy policy = usable.policy();
        entry.change(entry.state().withPolicyVersion(policy.version()));
        entry.add(new Effect.ActivatePolicy(usable.domain(), policy));
        ActivePolicy before = state.policy(usable.domain());
        int ended = endGrants(entry, policy, before);
        entry.explain("policy version " + policy.version() + " is in force"
                + (ended == 0 ? "" : "; " + ended + " grants end that it does not cover as they were given"));
        for (Decision waiting : state.open(usable.domain(), MAX_REVIEWED)) {
            review(entry, policy, before, waiting);
        }
        return entry.close();
    }

    private static int endGrants(Entry entry, ActivePolicy policy, @Nullable ActivePolicy before) {
        int ended = 0;
        for (GrantBook book : entry.holders()) {
            for (Grant grant : book.grants()) {
                if (!Granting.holdsUnder(policy, before, book.agent(), grant, entry.at())) {
                    entry.end(book.agent(), grant, GrantEndCause.POLICY, null);
                    ended++;
                }
            }
        }
        return ended;
    }

    /** What waits is denied, asked for anew where who may approve has changed, or left as it is. */
    private void review(Entry entry, ActivePolicy policy, @Nullable ActivePolicy before, Decision waiting) {
        Approval approval = waiting.getApproval();
        if (!entry.at().isBefore(approval.getExpiresAt())) {
            Waiting.deny(entry, waiting, policy, TickDecider.expired(waiting)); // no tick has come round yet
            return;
        }
        if (hasChanged(policy, before, waiting)) {
            Waiting.deny(entry, waiting, policy, changed(waiting));
            return;
        }
        Evaluation now = Evaluator.evaluateAgain(
                entry.state(), policy, Waiting.request(codecs.request(), waiting), approval, Waiting.asked(waiting));
        boolean isUnchanged =
                now instanceof Evaluation.Asked asked && asked.approval().equals(approval);
        if (!isUnchanged) {
            Waiting.weigh(entry, Decisions.after(entry, waiting, policy), policy, now);
        }
    }

    /** INVARIANT: what people were shown of an action is what they approve; of another one under its name they know nothing. */
    private static boolean hasChanged(ActivePolicy policy, @Nullable ActivePolicy before, Decision waiting) {
        String service = waiting.getService();
        String action = waiting.getAction();
        return before != null
                && policy.catalogue().action(service, action).isPresent()
                && !policy.catalogue().saysTheSame(before.catalogue(), service, action);
    }

    private static Evaluation.Refused changed(Decision waiting) {
        return Evaluation.Refused.of(
                Reason.ACTION_CHANGED,
                "what " + waiting.getService() + " " + waiting.getAction()
                        + " does was changed while it waited for people; ask again");
    }

    private List<Effect> refuse(State state, Event event, String why) {
        return Entry.begin(codecs, state, Home.of(state, event), event)
                .explain(why)
                .close();
    }
}
