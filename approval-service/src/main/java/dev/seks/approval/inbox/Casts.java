// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.inbox;

import dev.seks.schemas.digest.Digest;
import dev.seks.schemas.record.PolicyBundle;
import dev.seks.schemas.yaml.SourceFile;
import java.util.Map;

/** The people of the published policies, by the digest of the bundle they came in. Safe for use by many threads. */
public final class Casts {
    /** How many policies are kept read; the others are read again when they are asked for. */
    static final int MAX_READ = 50;

    private final Map<String, SourceFile> texts = new Newest<>(Catalogues.MAX_BUNDLES);
    private final Map<String, Cast> read = new Newest<>(MAX_READ);

    /** Takes in a bundle, given as the value that stands in the topic. */
    public synchronized void published(byte[] value, PolicyBundle bundle) {
        texts.put(
                Digest.of(value),
                new SourceFile(bundle.getPolicy().getPath(), bundle.getPolicy().getText()));
    }

    /**
     * The people of the policy under which the request was left pending; nobody when that is not at hand.
     *
     * <p>INVARIANT: it is the policy that the decision names, never a newer or a foreign one: who may approve and who is
     * who come from the same text.
     */
    public synchronized Cast of(InboxEntry entry) {
        String digest = entry.pending().getBundleDigest();
        if (digest == null || !texts.containsKey(digest)) {
            return Cast.empty();
        }
        return read.computeIfAbsent(digest, unread -> Cast.of(texts.get(unread)));
    }
}
