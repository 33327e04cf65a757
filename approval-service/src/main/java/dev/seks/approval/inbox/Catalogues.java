// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.inbox;

import dev.seks.schemas.catalogue.ActionCatalogue;
import dev.seks.schemas.catalogue.ActionDefinition;
import dev.seks.schemas.catalogue.ParamCheck;
import dev.seks.schemas.digest.Digest;
import dev.seks.schemas.record.CapabilityRequest;
import dev.seks.schemas.record.GrantAsk;
import dev.seks.schemas.record.GrantOffer;
import dev.seks.schemas.record.PolicyBundle;
import dev.seks.schemas.text.Printable;
import dev.seks.schemas.yaml.SourceFile;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The published action catalogues, by the digest of the bundle they came in. Safe for use by many threads. */
public final class Catalogues {
    /** How many bundles are remembered, the newest ones. */
    static final int MAX_BUNDLES = 1_000;

    /** How many catalogues are kept parsed. */
    static final int MAX_PARSED = 50;

    private final Map<String, List<SourceFile>> texts = new Newest<>(MAX_BUNDLES);
    private final Map<String, ActionCatalogue> parsed = new Newest<>(MAX_PARSED);

    /** Takes in a bundle, given as the value that stands in the topic. */
    public synchronized void published(byte[] value, PolicyBundle bundle) {
        texts.put(
                Digest.of(value),
                bundle.getCatalogue().stream()
                        .map(file -> new SourceFile(file.getPath(), file.getText()))
                        .toList());
    }

    /** Whether the bundle with this digest was published, as far as is known. */
    synchronized boolean knows(String bundleDigest) {
        return texts.containsKey(bundleDigest);
    }

    /** What the request would do, by the catalogue that its decision names. */
    public Portrayal portray(InboxEntry entry) {
        CapabilityRequest request = entry.request();
        Portrayal names = Portrayal.ofNames(request.getService(), request.getAction());
        Portrayal alone = catalogue(entry.pending().getBundleDigest())
                .action(request.getService(), request.getAction())
                .map(action -> portray(action, request, names))
                .orElse(names);
        GrantAsk ask = request.getGrant();
        return ask == null ? alone : alone.withGrant(told(ask, entry.approval().getMaxGrant()));
    }

    /** Shown wherever the request is: who approves it approves that too. */
    private static String told(GrantAsk ask, @Nullable GrantOffer most) {
        Integer often =
                ask.getMaxUses() == null && most != null ? Integer.valueOf(most.getMaxUses()) : ask.getMaxUses();
        String uses = often == null ? "" : ", at most " + often + (often == 1 ? " time" : " times");
        String on = ask.getResource() == null ? "any resource" : Printable.of(ask.getResource());
        return String.join(", ", ask.getActions()) + " on " + on + " for "
                + Duration.ofMillis(ask.getTtlMs()).toString().substring(2).toLowerCase(Locale.ROOT) + uses;
    }

    private static Portrayal portray(ActionDefinition action, CapabilityRequest request, Portrayal names) {
        String effect = action.effect().name();
        return action.check(request.getParams()) instanceof ParamCheck.Valid valid
                ? new Portrayal(
                        action.summary(valid.params()),
                        effect,
                        action.resource(valid.params()).orElse(null))
                : new Portrayal(names.summary(), effect, null);
    }

    private synchronized ActionCatalogue catalogue(@Nullable String bundleDigest) {
        if (bundleDigest == null || !texts.containsKey(bundleDigest)) {
            return ActionCatalogue.empty();
        }
        return parsed.computeIfAbsent(bundleDigest, digest -> parse(texts.get(digest)));
    }

    private static ActionCatalogue parse(List<SourceFile> files) {
        return ActionCatalogue.load(files) instanceof ActionCatalogue.Loaded loaded
                ? loaded.catalogue()
                : ActionCatalogue.empty();
    }
}
