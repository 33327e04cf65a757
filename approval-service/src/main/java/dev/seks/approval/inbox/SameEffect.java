// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.inbox;

import dev.seks.schemas.record.CapabilityRequest;
import dev.seks.schemas.record.GrantAsk;
import org.jspecify.annotations.Nullable;

/**
 * What makes requests the same in all but their number: who asks, for which action, with parameters that are the same
 * byte by byte, and for which grant besides, under the catalogue of one bundle. Whoever judged one has judged what each of the others would do.
 *
 * @param grant what the agent would be let do without asking again; null where it asks for none
 * @param bundle digest of the bundle; null when the decision names none
 */
public record SameEffect(
        String domain,
        String agent,
        String service,
        String action,
        String params,
        @Nullable GrantAsk grant,
        @Nullable String bundle) {

    public static SameEffect of(InboxEntry entry) {
        CapabilityRequest request = entry.request();
        return new SameEffect(
                entry.pending().getDomain(),
                request.getAgent(),
                request.getService(),
                request.getAction(),
                request.getParams(),
                request.getGrant(),
                entry.pending().getBundleDigest());
    }

    /** Whether that is the same agent and action, whatever the parameters. */
    boolean isSimilar(SameEffect other) {
        return domain.equals(other.domain)
                && agent.equals(other.agent)
                && service.equals(other.service)
                && action.equals(other.action);
    }
}
