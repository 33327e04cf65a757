// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.call;

import dev.seks.executor.credential.CredentialUse;
import dev.seks.executor.credential.Custody;
import dev.seks.executor.credential.Destination;
import dev.seks.executor.credential.Issue;
import dev.seks.executor.credential.Secret;
import dev.seks.schemas.catalogue.Call;
import dev.seks.schemas.catalogue.Call.FileCall;
import dev.seks.schemas.catalogue.Call.HttpCall;
import dev.seks.schemas.catalogue.Credential;
import dev.seks.schemas.catalogue.Effect;
import dev.seks.schemas.record.ExecutionStatus;
import java.net.URI;
import java.nio.file.Path;
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

    private final Custody custody;
    private final CallBounds bounds;
    private final HttpCaller http;
    private final FileCaller files;
    private final AnswerFilter filter;

    public CallRunner(Custody custody, Path fileRoot, CallBounds bounds) {
        this.custody = custody;
        this.bounds = bounds;
        this.http = new HttpCaller(bounds);
        this.files = new FileCaller(fileRoot, bounds);
        this.filter = new AnswerFilter(bounds.maxBodyBytes());
    }

    /** Makes the call; blocks until it has ended, at most the configured time. */
    public CallOutcome run(ActionCall call) {
        Credential credential = call.service().credential();
        URI base = call.service().baseUrl();
        String ref = credential == null ? null : credential.ref();
        try {
            Secret secret = null;
            if (credential != null
                    && base != null
                    && usesCredential(call.action().call())) {
                Issue issue = custody.issue(new CredentialUse(call.domain(), credential.ref(), Destination.of(base)));
                if (!(issue instanceof Issue.Issued issued)) {
                    return CallOutcome.without(ExecutionStatus.FAILED, withheld(issue), null);
                }
                secret = issued.secret();
            }
            return outcome(call, attempts(call, secret), secret, secret == null ? null : ref);
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

    /** Repeats what may be repeated while it is not known how it went. */
    private Attempt attempts(ActionCall call, @Nullable Secret secret) {
        Deadline deadline = Deadline.in(bounds.callTimeout());
        Attempt attempt = once(call, secret, deadline);
        for (int retry = 1; retry <= MAX_RETRIES && attempt instanceof Attempt.Unsure; retry++) {
            if (!call.action().idempotent() || deadline.hasPassed() || !pause(retry * BACKOFF_MS)) {
                return attempt;
            }
            Attempt next = once(call, secret, deadline);
            // INVARIANT: a later attempt that did nothing does not undo the doubt about an earlier one
            attempt = next instanceof Attempt.NotDone ? attempt : next;
        }
        return attempt;
    }

    /** The one place that knows every kind of call. */
    private Attempt once(ActionCall call, @Nullable Secret secret, Deadline deadline) {
        Call kind = call.action().call();
        if (kind instanceof HttpCall request) {
            return http.attempt(call, request, secret, deadline);
        }
        if (kind instanceof FileCall file) {
            return files.attempt(call, file);
        }
        throw new IllegalStateException("no way to make a " + kind.getClass().getSimpleName());
    }

    private static boolean usesCredential(Call kind) {
        return kind instanceof HttpCall;
    }

    private CallOutcome outcome(ActionCall call, Attempt attempt, @Nullable Secret secret, @Nullable String ref) {
        if (attempt instanceof Attempt.Answered answered) {
            return answered(call, answered, secret, ref);
        }
        if (attempt instanceof Attempt.NotDone notDone) {
            return CallOutcome.without(ExecutionStatus.FAILED, notDone.error(), ref);
        }
        // a read that brought nothing has failed; anything else may have had its effect
        boolean harmless =
                call.action().effect() == Effect.READ && call.action().idempotent();
        return CallOutcome.without(
                harmless ? ExecutionStatus.FAILED : ExecutionStatus.OUTCOME_UNKNOWN,
                ((Attempt.Unsure) attempt).error(),
                ref);
    }

    private CallOutcome answered(
            ActionCall call, Attempt.Answered answer, @Nullable Secret secret, @Nullable String ref) {
        Integer code = answer.statusCode();
        if (code != null && (code < 200 || code > 299)) {
            CallError error = new CallError("http_" + code, "the service answered " + code);
            return new CallOutcome(ExecutionStatus.FAILED, code, null, false, error, ref);
        }
        byte[] body = answer.body();
        if (answer.bodyWithheld()) {
            return new CallOutcome(ExecutionStatus.SUCCEEDED, code, null, true, null, ref);
        }
        if (body == null || body.length == 0 || call.action().returns().isEmpty()) {
            return new CallOutcome(ExecutionStatus.SUCCEEDED, code, null, false, null, ref);
        }
        Optional<String> shown = filter.shown(body, call.action().returns(), secret);
        return new CallOutcome(ExecutionStatus.SUCCEEDED, code, shown.orElse(null), shown.isEmpty(), null, ref);
    }

    private static boolean pause(long ms) {
        try {
            Thread.sleep(ms);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
