// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.vault;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seks.executor.credential.Secret;
import dev.seks.executor.remote.JsonHttp.Answer;
import dev.seks.executor.remote.TimeLimit;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session with a vault. It logs in at the first use, renews its token while that holds, logs in anew when it has ended
 * or was revoked, and takes a changed token file at once. What it reads is kept nowhere. Safe for use by many threads;
 * every use ends within the time-out.
 */
public final class Vault implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Vault.class);
    private static final int FORBIDDEN = 403;

    /** However often a path is denied, logging in anew because of it happens no more often than this. */
    private static final Duration RELOGIN_EVERY = Duration.ofSeconds(1);

    private static final Duration RENEW_AGAIN_AFTER = Duration.ofSeconds(1);

    private final VaultConfig config;
    private final VaultApi api;
    private final ReentrantLock login = new ReentrantLock();
    private final ScheduledThreadPoolExecutor renewals;
    private volatile @Nullable VaultToken token;
    private @Nullable TimeLimit noReloginBefore;

    public Vault(VaultConfig config) {
        this.config = config;
        this.api = new VaultApi(config);
        this.renewals = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "seks-executor-vault");
            thread.setDaemon(true);
            return thread;
        });
        renewals.setRemoveOnCancelPolicy(true);
        renewals.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Names the vault in messages. */
    String what() {
        return api.what();
    }

    /**
     * Asks by GET, or by POST when there is something to say, with a token that holds.
     *
     * @param path below {@code /v1/}
     * @throws VaultException when it denies that to its token, or does not answer; other refusals are answers
     */
    Answer ask(String path, @Nullable JsonNode said) throws VaultException {
        TimeLimit limit = TimeLimit.in(config.timeout());
        VaultToken used = token(limit);
        Answer answer = api.ask(path, said, used.value(), limit);
        if (answer.status() == FORBIDDEN && api.isDead(used, limit) && mayLogInAnew(used, limit)) {
            answer = api.ask(path, said, token(limit).value(), limit);
        }
        if (answer.status() == FORBIDDEN || answer.status() == 429 || answer.status() > 404) {
            api.ok(answer, path);
        }
        return answer;
    }

    /** The body of an answer that is no refusal. */
    JsonNode ok(Answer answer, String asked) throws VaultException {
        return api.ok(answer, asked);
    }

    private VaultToken token(TimeLimit limit) throws VaultException {
        Secret source = api.source();
        VaultToken now = token;
        if (isUsable(now, source)) {
            return now;
        }
        lock(limit);
        try {
            VaultToken meanwhile = token;
            if (isUsable(meanwhile, source)) {
                return meanwhile;
            }
            VaultToken fresh = api.login(source, limit);
            LOG.info(
                    "event=vault_login vault={} leaseMs={}",
                    config.address(),
                    fresh.lease().toMillis());
            take(fresh);
            return fresh;
        } finally {
            login.unlock();
        }
    }

    private static boolean isUsable(@Nullable VaultToken token, @Nullable Secret source) {
        return token != null && !token.isOver() && (source == null || token.isFrom(source));
    }

    private void take(VaultToken fresh) {
        token = fresh;
        if (fresh.isToBeRenewed()) {
            renewLater(fresh, fresh.renewAfter());
        }
    }

    private void renewLater(VaultToken held, Duration after) {
        if (!renewals.isShutdown()) {
            renewals.schedule(() -> renew(held), after.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void renew(VaultToken held) {
        login.lock();
        try {
            if (token != held || held.isOver()) {
                return;
            }
            VaultToken renewed = api.renew(held, TimeLimit.in(config.timeout()));
            if (renewed == null) {
                LOG.warn("event=vault_token_refused vault={}", config.address());
                token = null;
            } else {
                LOG.debug(
                        "event=vault_token_renewed vault={} leaseMs={}",
                        config.address(),
                        renewed.lease().toMillis());
                take(renewed);
            }
        } catch (VaultException e) {
            LOG.warn("event=vault_token_not_renewed vault={} reason=\"{}\"", config.address(), e.getMessage());
            renewLater(held, RENEW_AGAIN_AFTER);
        } finally {
            login.unlock();
        }
    }

    /** Lets go of a token that the vault does not know any more, unless that has just happened. */
    private boolean mayLogInAnew(VaultToken dead, TimeLimit limit) throws VaultException {
        lock(limit);
        try {
            if (token != dead) {
                return true; // another thread has been here
            }
            if (noReloginBefore != null && !noReloginBefore.hasPassed()) {
                return false;
            }
            noReloginBefore = TimeLimit.in(RELOGIN_EVERY);
            token = null;
            return true;
        } finally {
            login.unlock();
        }
    }

    private void lock(TimeLimit limit) throws VaultException {
        try {
            if (!login.tryLock(limit.remainingNanos(), TimeUnit.NANOSECONDS)) {
                throw new VaultException(what() + " did not answer in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new VaultException("interrupted while asking " + what());
        }
    }

    /** Ends the renewals; the token ends by itself. */
    @Override
    public void close() {
        renewals.shutdownNow();
        token = null;
    }
}
