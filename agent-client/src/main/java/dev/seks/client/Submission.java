// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.client;

import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.ExecutionResult;
import dev.seks.schemas.record.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way: what the log has said of it so far. Safe for use by many threads.
 *
 * <p>Both futures fail with a {@link ClientException} when the request cannot be published or followed; stages added to
 * them run in the client's own threads and must not block. Cancelling {@link #finished} stops following the request, and
 * changes nothing for the request itself.
 */
public final class Submission {
    /** How many decisions are kept that may turn out to be about this record once its offset is known. */
    private static final int MAX_EARLY = 4;

    private final String domain;
    private final String requestDigest;
    private final Instant createdAt;
    private final CompletableFuture<Decision> decided = new CompletableFuture<>();
    private final CompletableFuture<FinalState> finished = new CompletableFuture<>();

    private final List<Decision> early = new ArrayList<>(MAX_EARLY);
    private OptionalLong offset = OptionalLong.empty();
    private @Nullable Decision last;
    private @Nullable ExecutionResult result;

    Submission(String domain, String requestDigest, Instant createdAt) {
        this.domain = domain;
        this.requestDigest = requestDigest;
        this.createdAt = createdAt;
    }

    /** SHA-256 of the published bytes in lower-case hex: the public handle of the request. */
    public String requestDigest() {
        return requestDigest;
    }

    /** Completes with the first decision that was seen: APPROVED, DENIED or PENDING. */
    public CompletableFuture<Decision> decided() {
        return decided;
    }

    /** Completes when nothing more can happen to the request. */
    public CompletableFuture<FinalState> finished() {
        return finished;
    }

    /** The state so far; empty while nothing is decided. */
    public synchronized Optional<FinalState> known() {
        return Optional.ofNullable(last).map(decision -> new FinalState(decision, resultOf(decision)));
    }

    /**
     * Waits for the first decision.
     *
     * @throws NotFinishedException when there is none in time
     * @throws ClientException when the request cannot be published or followed
     */
    public Decision awaitDecided(Duration patience) {
        return await(decided, patience);
    }

    /**
     * Waits for the final state.
     *
     * @throws NotFinishedException when it is not there in time; it says what is known
     * @throws ClientException when the request cannot be published or followed
     */
    public FinalState awaitFinished(Duration patience) {
        return await(finished, patience);
    }

    Instant createdAt() {
        return createdAt;
    }

    /** The record stands in the log at this offset. */
    synchronized void onPublished(long at) {
        offset = OptionalLong.of(at);
        early.forEach(this::onDecision);
        early.clear();
    }

    /** A decision about bytes with this digest, in this partition. */
    synchronized void onDecision(Decision decision) {
        if (isAboutThis(decision)) {
            if (last == null || decision.getSeq() > last.getSeq()) {
                last = decision;
            }
            decided.complete(decision);
            settle();
        } else if (offset.isEmpty() && early.size() < MAX_EARLY) {
            early.add(decision);
        }
    }

    /** A result of a request with this digest. */
    synchronized void onResult(ExecutionResult given) {
        if (result == null && given.getDomain().equals(domain)) {
            result = given;
            settle();
        }
    }

    void fail(ClientException fault) {
        decided.completeExceptionally(fault);
        finished.completeExceptionally(fault);
    }

    /**
     * Same bytes can stand in the log under another key, which is another request with a denial of its own: so it is the
     * domain that counts, or else the very record.
     */
    private boolean isAboutThis(Decision decision) {
        return decision.getDomain().equals(domain)
                || offset.isPresent()
                        && offset.getAsLong()
                                == decision.getRequestCoordinates().getOffset();
    }

    private void settle() {
        if (last != null && (last.getOutcome() == Outcome.DENIED || resultOf(last) != null)) {
            finished.complete(new FinalState(last, resultOf(last)));
        }
    }

    private @Nullable ExecutionResult resultOf(Decision decision) {
        boolean fits =
                result != null && decision.getOutcome() == Outcome.APPROVED && decision.getSeq() == result.getSeq();
        return fits ? result : null;
    }

    private <T> T await(CompletableFuture<T> answer, Duration patience) {
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw NotFinishedException.after(patience, requestDigest, known());
        } catch (CancellationException e) {
            throw new ClientException("request " + requestDigest + " is no longer followed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClientException("waiting for request " + requestDigest + " was interrupted", e);
        } catch (ExecutionException e) {
            throw new ClientException(String.valueOf(e.getCause().getMessage()), e.getCause());
        }
    }
}
