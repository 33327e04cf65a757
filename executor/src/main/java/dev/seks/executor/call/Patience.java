// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.call;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Waits for answers no longer than to a deadline, whatever those who are asked do: on threads of its own, since a hanging
 * file system, a name service or a monitor heeds no interruption. Who hangs is interrupted, keeps its thread until it ends,
 * and is answered by nobody. Safe for use by many threads.
 *
 * @param <K> what questions are about: where too many of one have not ended, it is asked about no more
 */
public final class Patience<K> implements AutoCloseable {
    /** Questions under way, those given up included; more wait for room, to their own deadlines. */
    public static final int MAX_ASKING = 1024;

    /** Questions about one thing that were given up and have not ended; with more it is asked about no more. */
    static final int MAX_HANGING = 16;

    private static final long IDLE_THREAD_SECONDS = 30;

    private final Semaphore room;
    private final ThreadPoolExecutor threads;
    private final Map<K, Integer> hanging = new HashMap<>();

    /** Why a question has no answer. */
    public enum Silence {
        /** The time was over. */
        LATE,
        /** Too many questions about the same have not ended. */
        HANGS,
        /** Nobody waits any more. */
        STOPPED
    }

    /** Says that a question has no answer. */
    public static final class SilenceException extends Exception {
        private static final long serialVersionUID = 1L;

        private final Silence why;

        private SilenceException(Silence why) {
            super("no answer: " + why, null, false, false);
            this.why = why;
        }

        public Silence why() {
            return why;
        }
    }

    /** A question that somebody waits for, or has given up. */
    private final class Question<A> {
        private final K about;
        private final FutureTask<A> answer;
        private boolean runs;
        private boolean isGivenUp;

        Question(K about, Callable<A> asked) {
            this.about = about;
            this.answer = new FutureTask<>(asked);
        }

        void begin() {
            synchronized (hanging) {
                runs = true;
            }
        }

        void end() {
            synchronized (hanging) {
                runs = false;
                if (isGivenUp) {
                    hanging.computeIfPresent(about, (same, count) -> count == 1 ? null : count - 1);
                }
            }
        }

        void giveUp() {
            boolean isUnanswered = answer.cancel(true);
            synchronized (hanging) {
                isGivenUp = isUnanswered && runs;
                if (isGivenUp) {
                    hanging.merge(about, 1, Integer::sum);
                }
            }
        }

        boolean isInVain() {
            synchronized (hanging) {
                return hanging.getOrDefault(about, 0) >= MAX_HANGING;
            }
        }
    }

    /** {@code what} names the threads; {@code maxAsking}: as {@link #MAX_ASKING}. */
    public Patience(String what, int maxAsking) {
        this.room = new Semaphore(maxAsking);
        AtomicInteger number = new AtomicInteger();
        this.threads = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_THREAD_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), run -> {
                    Thread thread = new Thread(run, "seks-executor-" + what + "-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /**
     * What the question comes to in time.
     *
     * @throws SilenceException when there is no answer in time
     * @throws ExecutionException with what the question throws
     */
    public <A> A ask(K about, Callable<A> asked, Deadline deadline) throws SilenceException, ExecutionException {
        Question<A> question = new Question<>(about, asked);
        if (question.isInVain()) {
            throw new SilenceException(Silence.HANGS);
        }
        try {
            if (!room.tryAcquire(deadline.remainingMs(), TimeUnit.MILLISECONDS)) {
                throw new SilenceException(Silence.LATE);
            }
            put(question);
            return question.answer.get(deadline.remainingMs(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new SilenceException(Silence.LATE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SilenceException(Silence.STOPPED);
        } catch (RejectedExecutionException e) {
            throw new SilenceException(Silence.STOPPED);
        } finally {
            question.giveUp();
        }
    }

    private void put(Question<?> question) {
        boolean begun = false;
        question.begin();
        try {
            threads.execute(() -> {
                try {
                    question.answer.run();
                } finally {
                    question.end();
                    room.release();
                }
            });
            begun = true;
        } finally {
            if (!begun) {
                question.end();
                room.release();
            }
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
