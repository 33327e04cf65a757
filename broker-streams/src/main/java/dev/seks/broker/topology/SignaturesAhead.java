// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.topology;

import dev.seks.broker.decision.Event;
import dev.seks.broker.decision.SignatureCheck;
import dev.seks.schemas.signature.Algorithm;
import dev.seks.schemas.signature.RecordKind;
import dev.seks.schemas.signature.RecordVerifier;
import dev.seks.schemas.signature.SignatureHeader;
import dev.seks.schemas.signature.Verifier;
import dev.seks.schemas.topic.Signatures;
import dev.seks.schemas.topic.Sizes;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Checks the Ed25519 signatures of requests on other processors, while those before them are decided and committed.
 *
 * <p>The state machine asks in the order of the log, as ever, and decides which key may sign. INVARIANT: it gets the answer
 * that it would find itself, for an answer found ahead counts for the same key, signature and bytes alone. Which keys to try
 * is learned from what it asks, so the first request of a key is checked when it is decided.
 */
final class SignaturesAhead implements SignatureCheck, AutoCloseable {
    static final int MOST_AHEAD = 8192;

    /** Of the values that answers are kept for: who is never asked about must not fill the memory. */
    static final long MOST_BYTES = 32L << 20;

    private static final int MOST_KEYS = 10_000;
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final String requests;
    private final RecordVerifier verifier;
    private final SignatureCheck whenAsked;
    private final ThreadPoolExecutor pool;
    private final Map<String, Verifier> keys = new Keys();
    private final Map<Place, Attempt> attempts = new LinkedHashMap<>();
    private long bytes;

    private record Place(int partition, long offset) {}

    private record Attempt(byte[] value, FutureTask<@Nullable Answer> answer) {}

    private record Answer(Verifier key, SignatureHeader header, boolean fits) {}

    /** Forgets the one that was learned first. */
    private static final class Keys extends LinkedHashMap<String, Verifier> {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Verifier> eldest) {
            return size() > MOST_KEYS;
        }
    }

    /** For requests that stand in the topic {@code requests}. */
    SignaturesAhead(String clusterId, String requests, int threads) {
        this.requests = requests;
        this.verifier = new RecordVerifier(clusterId);
        this.whenAsked = SignatureCheck.of(clusterId);
        this.pool = new ThreadPoolExecutor(
                threads,
                threads,
                1,
                TimeUnit.MINUTES,
                new LinkedBlockingQueue<>(MOST_AHEAD),
                SignaturesAhead::thread,
                new ThreadPoolExecutor.DiscardPolicy()); // it is then found out when asked
        pool.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "seks-signatures-" + NUMBER.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    /** Begins to check a record that was read and will be decided later. */
    void begin(ConsumerRecord<byte @Nullable [], byte @Nullable []> logged) {
        byte[] value = logged.value();
        if (value == null
                || value.length > Sizes.REQUEST_VALUE
                || !logged.topic().equals(requests)) {
            return; // nobody asks who has signed it
        }
        Place place = new Place(logged.partition(), logged.offset());
        FutureTask<@Nullable Answer> answer = new FutureTask<>(() -> answer(logged, value));
        synchronized (this) {
            if (keys.isEmpty()) {
                return;
            }
            remove(place); // it is read once more
            attempts.put(place, new Attempt(value, answer));
            bytes += value.length;
            while (attempts.size() > MOST_AHEAD || bytes > MOST_BYTES) {
                remove(attempts.keySet().iterator().next()).answer.cancel(false); // which lets go of the record
            }
        }
        pool.execute(answer);
    }

    private @Nullable Attempt remove(Place place) {
        Attempt attempt = attempts.remove(place);
        bytes -= attempt == null ? 0 : attempt.value.length;
        return attempt;
    }

    private @Nullable Answer answer(ConsumerRecord<byte @Nullable [], byte @Nullable []> logged, byte[] value) {
        if (!(Signatures.read(logged.headers()) instanceof SignatureHeader.Reading.Sound sound)) {
            return null;
        }
        SignatureHeader header = sound.header();
        Verifier key;
        synchronized (this) {
            key = keys.get(header.keyId());
        }
        return key == null
                ? null
                : new Answer(key, header, verifier.verifies(key, header, RecordKind.REQUEST, requests, value));
    }

    @Override
    public boolean fits(Verifier key, SignatureHeader header, RecordKind kind, Event event) {
        if (kind == RecordKind.REQUEST && key.algorithm() == Algorithm.ED25519) {
            Attempt attempt = taken(key, event);
            Answer found = attempt == null ? null : found(attempt);
            if (found != null
                    && found.key.equals(key)
                    && found.header.equals(header)
                    && Arrays.equals(attempt.value, event.value())) {
                return found.fits;
            }
        }
        return whenAsked.fits(key, header, kind, event);
    }

    /** What was begun about the record, once; and the key is known from now on. */
    private synchronized @Nullable Attempt taken(Verifier key, Event event) {
        keys.putIfAbsent(key.keyId(), key);
        return event.cause().getTopic().equals(requests)
                ? remove(new Place(event.cause().getPartition(), event.cause().getOffset()))
                : null;
    }

    private static @Nullable Answer found(Attempt attempt) {
        attempt.answer.run(); // does nothing where it has begun
        try {
            return attempt.answer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } catch (ExecutionException e) {
            return null; // whoever asks meets the same, where it can be handled
        }
    }

    /** How many answers are waited for, or stand ready. */
    synchronized int ahead() {
        return attempts.size();
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
