// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.inbox;

import dev.seks.schemas.digest.Digest;
import dev.seks.schemas.record.BundleFile;
import dev.seks.schemas.record.PolicyBundle;
import java.util.List;
import java.util.Map;

/** The published action catalogues, by the digest of the bundle they came in. Safe for use by many threads. */
public final class Catalogues {
    /** How many bundles are remembered, the newest ones. */
    static final int MAX_BUNDLES = 1_000;

    private final Map<String, List<BundleFile>> texts = new Inbox.Eldest<>(MAX_BUNDLES);

    /** Takes in a bundle, given as the value that stands in the topic. */
    public synchronized void published(byte[] value, PolicyBundle bundle) {
        texts.put(Digest.of(value), List.copyOf(bundle.getCatalogue()));
    }

    /** What the request would do, by the catalogue that its decision names. */
    public Portrayal portray(InboxEntry entry) {
        return Portrayal.ofNames(entry.request().getService(), entry.request().getAction());
    }
}
