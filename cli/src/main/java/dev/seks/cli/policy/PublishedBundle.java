// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.policy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seks.schemas.digest.Digest;
import dev.seks.schemas.record.Coordinates;
import dev.seks.schemas.record.JournalEntry;
import dev.seks.schemas.record.PolicyBundle;
import dev.seks.schemas.wire.RecordJson;

/**
 * A bundle as it was published.
 *
 * @param digest SHA-256 of its value, which decisions cite as bundleDigest
 * @param at where it stands in the log
 */
public record PublishedBundle(PolicyBundle bundle, String digest, Coordinates at) {

    public int version() {
        return bundle.getVersion();
    }

    boolean isBefore(PublishedBundle other) {
        return at.getOffset() < other.at.getOffset();
    }

    /** What is said about it, without its files. */
    ObjectNode json(Standing standing) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("domain", bundle.getDomain())
                .put("version", bundle.getVersion())
                .put("standing", standing.word().name())
                .put("explanation", standing.reason().isEmpty() ? null : standing.reason())
                .put("author", bundle.getAuthor())
                .put("message", bundle.getMessage())
                .put("gitCommit", bundle.getGitCommit());
        json.set("createdAt", RecordJson.time(bundle.getCreatedAt()));
        json.set("publishedAt", RecordJson.time(at.getAppendTime()));
        json.put("bundleDigest", digest)
                .put("policyDigest", Digest.of(bundle.getPolicy().getText()))
                .put("seq", standing.entry().map(JournalEntry::getSeq).orElse(null));
        return json;
    }
}
