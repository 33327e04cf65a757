// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.call;

import dev.seks.executor.credential.CredentialUse;
import dev.seks.executor.credential.Custody;
import dev.seks.executor.credential.Issue;
import java.util.HashMap;
import java.util.Map;
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
 * Asks a custody no longer than to a deadline, whatever its stores do: on threads of its own, since a hanging file system
 * or a monitor heeds no interruption. Who hangs is interrupted, keeps its thread until it ends, and is answered by nobody.
 */
final class TimedCustody implements AutoCloseable {
    /** Questions under way, those given up included; more wait for room, to their own deadlines. */
    static final int MAX_ASKING = 1024;

    /** Questions about one credential that were given up and have not ended; with more it is asked for no more. */
    static final int MAX_HANGING = 16;

    private static final long IDLE_THREAD_SECONDS = 30;
    private static final Issue LATE =
            new Issue.Unavailable("the credential's store took all the time that the call may take");
    private static final Issue HANGS = new Issue.Unavailable(
            "the credential's store has left " + MAX_HANGING + " questions and more without an answer");
    private static final Issue STOPPED =
            new Issue.Unavailable("the executor stopped while the credential was asked for");

    private final Custody custody;
    private final Semaphore room;
    private final ThreadPoolExecutor threads;
    private final Map<Name, Integer> hanging = new HashMap<>();

    private record Name(String domain, String ref) {}

    /** A question that somebody waits for, or has given up. */
    private final class Question {
        private final Name name;
        private final FutureTask<Issue> answer;
        private boolean runs;
        private boolean isGivenUp;

        Question(CredentialUse use) {
            this.name = new Name(use.domain(), use.ref());
            this.answer = new FutureTask<>(() -> custody.issue(use));
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
                    hanging.computeIfPresent(name, (same, count) -> count == 1 ? null : count - 1);
                }
            }
        }

        void giveUp() {
            boolean isUnanswered = answer.cancel(true);
            synchronized (hanging) {
                isGivenUp = isUnanswered && runs;
                if (isGivenUp) {
                    hanging.merge(name, 1, Integer::sum);
                }
            }
        }

        boolean isInVain() {
            synchronized (hanging) {
                return hanging.getOrDefault(name, 0) >= MAX_HANGING;
            }
        }
    }

    TimedCustody(Custody custody, int maxAsking) {
        this.custody = custody;
        this.room = new Semaphore(maxAsking);
        AtomicInteger number = new AtomicInteger();
        this.threads = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_THREAD_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), run -> {
                    Thread thread = new Thread(run, "seks-executor-custody-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /** What the custody says in time; else that the credential is unavailable. Throws what the custody throws. */
    Issue issue(CredentialUse use, Deadline deadline) {
        Question question = new Question(use);
        if (question.isInVain()) {
            return HANGS;
        }
        try {
            if (!room.tryAcquire(deadline.remainingMs(), TimeUnit.MILLISECONDS)) {
                return LATE;
            }
            ask(question);
            Issue issue = question.answer.get(deadline.remainingMs(), TimeUnit.MILLISECONDS);
            return deadline.hasPassed() ? LATE : issue;
        } catch (TimeoutException e) {
            return LATE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return STOPPED;
        } catch (RejectedExecutionException e) {
            return STOPPED;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) e.getCause();
        } finally {
            question.giveUp();
        }
    }

    private void ask(Question question) {
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
