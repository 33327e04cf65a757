// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.call;

import dev.seks.executor.answer.AnswerFilter;
import dev.seks.executor.answer.SecretPieces;
import dev.seks.executor.answer.Showing;
import dev.seks.executor.credential.CredentialUse;
import dev.seks.executor.credential.Custody;
import dev.seks.executor.credential.Destination;
import dev.seks.executor.credential.Issue;
import dev.seks.executor.credential.Secret;
import dev.seks.schemas.catalogue.Call;
import dev.seks.schemas.catalogue.Credential;
import dev.seks.schemas.record.ExecutionStatus;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes one call of any kind and says how it ended. Never throws: what goes wrong here after a call may have begun is an
 * unknown outcome. Safe for use by many threads.
 */
public final class CallRunner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CallRunner.class);
    private static final int MAX_RETRIES = 2;
    private static final long BACKOFF_MS = 200;

    /** A service that asks to be left alone for longer is not waited for. */
    private static final Duration MAX_WAIT = Duration.ofSeconds(10);

    /** A clock that is read twice may tell a little less than was waited. */
    private static final long AFTERWARDS_MS = 50;

    private static final int TOO_MANY_REQUESTS = 429;
    private static final int BAD_GATEWAY = 502;
    private static final int UNAVAILABLE = 503;
    private static final int GATEWAY_TIMEOUT = 504;

    private final TimedCustody custody;
    private final Map<Class<?>, Caller<?>> callers = new HashMap<>();
    private final CallBounds bounds;
    private final ServiceLines lines;
    private final AnswerFilter filter;

    /**
     * A runner of these kinds of calls; it closes them when it is closed.
     *
     * @param clock against which pauses of services are measured
     */
    public CallRunner(Custody custody, List<Caller<?>> callers, CallBounds bounds, Clock clock) {
        this.custody = new TimedCustody(custody, Patience.MAX_ASKING);
        callers.forEach(caller -> this.callers.put(caller.kind(), caller));
        this.bounds = bounds;
        this.lines = new ServiceLines(clock);
        this.filter = new AnswerFilter(bounds.maxBodyBytes());
    }

    /** How many such calls of one service may run at a time: more would only wait on its line. */
    public int maxPerService(ActionCall call) {
        Caller<?> caller = callers.get(call.action().call().getClass());
        int usually = caller == null ? Integer.MAX_VALUE : caller.maxPerService();
        return bounds.narrowedBy(call.service().limits(), usually).maxPerService();
    }

    /** Makes the call; blocks until it has ended, at most the configured time. */
    public CallOutcome run(ActionCall call) {
        Credential credential = call.service().credential();
        String ref = credential == null ? null : credential.ref();
        try {
            Caller<?> caller = caller(call);
            CallBounds narrowed = bounds.narrowedBy(call.service().limits(), caller.maxPerService());
            Deadline deadline = Deadline.in(narrowed.callTimeout());
            Optional<Destination> destination = caller.destination(call);
            ServiceLine line = destination.isPresent() ? lines.of(call, destination, narrowed) : null;
            Optional<CallError> closed = line == null ? Optional.empty() : line.objection();
            if (closed.isPresent()) {
                return CallOutcome.without(ExecutionStatus.FAILED, closed.get(), null); // no store is asked in vain
            }
            Secret secret = null;
            if (credential != null && destination.isPresent()) {
                CredentialUse use = new CredentialUse(
                        call.domain(),
                        credential.ref(),
                        destination.get(),
                        call.action().tokenScope(call.params()).orElse(null));
                Issue issue = custody.issue(use, deadline);
                if (!(issue instanceof Issue.Issued issued)) {
                    return CallOutcome.without(ExecutionStatus.FAILED, withheld(issue), null);
                }
                secret = issued.secret();
            }
            // INVARIANT: a store may take seconds; each attempt asks the gate anew after that
            Tried tried = attempts(call, caller, line, secret, narrowed, deadline);
            CallOutcome outcome = outcome(call, tried.last(), secret, secret == null ? null : ref);
            return tried.inDoubt() ? outcome.afterDoubt(call) : outcome;
        } catch (RuntimeException e) {
            // only the kind of failure: a message may quote what must not be logged
            LOG.error(
                    "event=call_broke service={} action={} failure={}",
                    call.service().service(),
                    call.action().name(),
                    e.getClass().getName());
            return CallOutcome.without(
                    ExecutionStatus.OUTCOME_UNKNOWN,
                    new CallError("internal_error", "the call broke inside the executor"),
                    ref);
        }
    }

    /** Why there is no credential: nothing has been sent. */
    private static CallError withheld(Issue issue) {
        return issue instanceof Issue.Refused refused
                ? new CallError("credential_refused", refused.reason())
                : new CallError("credential_unavailable", ((Issue.Unavailable) issue).reason());
    }

    private Caller<?> caller(ActionCall call) {
        Class<?> kind = call.action().call().getClass();
        Caller<?> caller = callers.get(kind);
        if (caller == null) {
            throw new IllegalStateException("no way to make a " + kind.getSimpleName());
        }
        return caller;
    }

    /**
     * What came of one attempt or several.
     *
     * @param inDoubt whether one before the last may have had its effect: the last says nothing about that
     */
    private record Tried(Attempt last, boolean inDoubt) {}

    /** Repeats what may be repeated while it is not known how it went, or the service asks to try later. */
    private Tried attempts(
            ActionCall call,
            Caller<?> caller,
            @Nullable ServiceLine line,
            @Nullable Secret secret,
            CallBounds narrowed,
            Deadline deadline) {
        Attempt attempt = once(call, caller, secret, narrowed, deadline, line);
        boolean inDoubt = false;
        for (int retry = 1; retry <= MAX_RETRIES && call.action().idempotent(); retry++) {
            Optional<Duration> pause = pauseBefore(attempt, retry, deadline);
            if (pause.isEmpty() || !pause(pause.get())) {
                return new Tried(attempt, inDoubt);
            }
            // INVARIANT: a later attempt that failed does not undo the doubt about an earlier one
            inDoubt |= isInDoubt(attempt);
            Attempt next = once(call, caller, secret, narrowed, deadline, line);
            attempt = next instanceof Attempt.NotDone ? attempt : next;
        }
        return new Tried(attempt, inDoubt);
    }

    /** A gateway that gave up does not know what the service behind it did. */
    private static boolean isInDoubt(Attempt attempt) {
        Integer code = attempt instanceof Attempt.Answered answered ? answered.statusCode() : null;
        return attempt instanceof Attempt.Unsure || (code != null && (code == BAD_GATEWAY || code == GATEWAY_TIMEOUT));
    }

    private static <C extends Call> Attempt once(
            ActionCall call,
            Caller<C> caller,
            @Nullable Secret secret,
            CallBounds bounds,
            Deadline deadline,
            @Nullable ServiceLine line) {
        if (line == null) {
            return behindGate(call, caller, secret, bounds, deadline);
        }
        Optional<CallError> refused = line.enter(deadline);
        if (refused.isPresent()) {
            return new Attempt.NotDone(refused.get(), false);
        }
        Attempt attempt = null;
        try {
            attempt = behindGate(call, caller, secret, bounds, deadline);
            return attempt;
        } finally {
            if (attempt == null) {
                line.leave();
            } else {
                line.leave(attempt);
            }
        }
    }

    private static <C extends Call> Attempt behindGate(
            ActionCall call, Caller<C> caller, @Nullable Secret secret, CallBounds bounds, Deadline deadline) {
        Optional<CallError> keptIn = call.gate().refusal();
        return keptIn.isPresent()
                ? new Attempt.NotDone(keptIn.get(), false)
                : caller.attempt(call, caller.kind().cast(call.action().call()), secret, bounds, deadline);
    }

    /** How long to wait until the next attempt; empty if there should be none. */
    private static Optional<Duration> pauseBefore(Attempt attempt, int retry, Deadline deadline) {
        Duration pause = Duration.ofMillis(retry * BACKOFF_MS);
        if (attempt instanceof Attempt.Answered answered) {
            Integer code = answered.statusCode();
            boolean passing = code != null
                    && (code == TOO_MANY_REQUESTS
                            || code == BAD_GATEWAY
                            || code == UNAVAILABLE
                            || code == GATEWAY_TIMEOUT);
            if (!passing) {
                return Optional.empty();
            }
            Duration asked = answered.retryAfter();
            pause = asked == null || asked.compareTo(pause) < 0 ? pause : asked.plusMillis(AFTERWARDS_MS);
        } else if (attempt instanceof Attempt.NotDone) {
            return Optional.empty();
        }
        boolean worthIt =
                pause.compareTo(MAX_WAIT.plusMillis(AFTERWARDS_MS)) <= 0 && pause.compareTo(deadline.remaining()) < 0;
        return worthIt ? Optional.of(pause) : Optional.empty();
    }

    private CallOutcome outcome(ActionCall call, Attempt attempt, @Nullable Secret secret, @Nullable String ref) {
        if (attempt instanceof Attempt.Answered answered) {
            return answered(call, answered, secret, ref);
        }
        if (attempt instanceof Attempt.NotDone notDone) {
            return CallOutcome.without(ExecutionStatus.FAILED, notDone.error(), ref);
        }
        return CallOutcome.without(ExecutionStatus.FAILED, ((Attempt.Unsure) attempt).error(), ref)
                .afterDoubt(call);
    }

    private CallOutcome answered(
            ActionCall call, Attempt.Answered answer, @Nullable Secret secret, @Nullable String ref) {
        Integer code = answer.statusCode();
        if (code != null && (code < 200 || code > 299)) {
            return refused(call, code, answer, ref);
        }
        byte[] body = answer.body();
        if (body == null && answer.withheld() != null) {
            return new CallOutcome(ExecutionStatus.SUCCEEDED, code, null, answer.withheld(), null, ref);
        }
        if (body == null || body.length == 0 || call.action().returns().isEmpty()) {
            return new CallOutcome(ExecutionStatus.SUCCEEDED, code, null, null, null, ref);
        }
        Showing shown = filter.shown(
                body, call.action().returns(), SecretPieces.of(call.service().credential(), secret));
        return new CallOutcome(
                ExecutionStatus.SUCCEEDED,
                code,
                shown.text(),
                shown.withheld() == null ? answer.withheld() : shown.withheld(),
                null,
                ref);
    }

    private static CallOutcome refused(ActionCall call, int code, Attempt.Answered answer, @Nullable String ref) {
        Duration retryAfter = answer.retryAfter();
        String wait = retryAfter == null ? "" : " and asks to wait " + ServiceLine.told(retryAfter.toMillis());
        CallError error = new CallError("http_" + code, "the service answered " + code + wait);
        CallOutcome failed = new CallOutcome(ExecutionStatus.FAILED, code, null, null, error, ref);
        return isInDoubt(answer) ? failed.afterDoubt(call) : failed;
    }

    private static boolean pause(Duration duration) {
        try {
            Thread.sleep(duration.toMillis());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        callers.values().forEach(Caller::close);
        custody.close();
    }
}
