// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.inbox;

import dev.seks.schemas.record.CapabilityRequest;
import org.jspecify.annotations.Nullable;

/**
 * What makes requests the same in all but their number: who asks, for which action, with parameters that are the same
 * byte by byte, under the catalogue of one bundle. Whoever judged one has judged what each of the others would do.
 *
 * @param bundle digest of the bundle; null when the decision names none
 */
public record SameEffect(
        String domain,
        String agent,
        String service,
        String action,
        String params,
        @Nullable String bundle) {

    public static SameEffect of(InboxEntry entry) {
        CapabilityRequest request = entry.request();
        return new SameEffect(
                entry.pending().getDomain(),
                request.getAgent(),
                request.getService(),
                request.getAction(),
                request.getParams(),
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
