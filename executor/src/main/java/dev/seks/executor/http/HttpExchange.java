// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.http;

import dev.seks.executor.answer.ContentDecoder;
import dev.seks.executor.answer.Withheld;
import dev.seks.executor.call.Attempt;
import dev.seks.executor.call.CallBounds;
import dev.seks.executor.call.CallError;
import dev.seks.executor.call.Deadline;
import dev.seks.executor.call.Gate;
import dev.seks.executor.egress.AddressPolicy;
import dev.seks.executor.egress.LateNamesException;
import dev.seks.executor.egress.RefusedAddressException;
import dev.seks.executor.egress.TimedNames;
import dev.seks.executor.egress.VettingResolver;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.io.Closer;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One exchange over pooled connections, with a deadline over the whole of it and a cap on what is read. Follows no
 * redirect, keeps no cookie, repeats nothing, asks no proxy, and knows whether a failed request may have left.
 */
final class HttpExchange implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpExchange.class);
    private static final String MAY_HAVE_LEFT = "seks.may-have-left";
    private static final String GATE = "seks.gate";
    private static final TimeValue CHECK_IDLE_AFTER = TimeValue.ofMilliseconds(100);
    private static final Timeout CLOSE_IDLE_AFTER = Timeout.ofSeconds(20);

    private static final int MAX_HEADERS = 200;
    private static final int MAX_HEADER_LENGTH = 16 * 1024;

    /** By when the call of a thread must be connected: the client asks for addresses without saying for which call. */
    private final ThreadLocal<Deadline> connectBy = new ThreadLocal<>();

    private final CloseableHttpClient client;
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "seks-executor-deadlines");
        thread.setDaemon(true);
        return thread;
    });

    HttpExchange(AddressPolicy policy, TimedNames names, CallBounds bounds) {
        this.client = client(new VettingResolver(policy, names.until(connectBy::get)), bounds);
        timer.setRemoveOnCancelPolicy(true);
    }

    Attempt send(HttpUriRequestBase request, Gate gate, CallBounds bounds, Deadline overall) {
        Deadline deadline = overall.within(bounds.attemptTimeout());
        Deadline connecting = deadline.within(bounds.connectTimeout());
        HttpClientContext context = HttpClientContext.create();
        context.setAttribute(GATE, gate);
        ScheduledFuture<?> alarm = timer.schedule(request::cancel, deadline.remainingMs(), TimeUnit.MILLISECONDS);
        ScheduledFuture<?> connectAlarm = timer.schedule(
                () -> {
                    if (!mayHaveLeft(context)) {
                        request.cancel();
                    }
                },
                connecting.remainingMs(),
                TimeUnit.MILLISECONDS);
        ClassicHttpResponse response = null;
        connectBy.set(connecting);
        try {
            response = client.executeOpen(null, request, context);
            return answered(request, response, bounds.maxResponseBytes());
        } catch (KeptInException e) {
            return new Attempt.NotDone(e.error, false);
        } catch (RefusedAddressException e) {
            return Attempt.notDone("address_refused", e.getMessage());
        } catch (LateNamesException e) {
            return Attempt.unreachable("timed_out", "the service's host name was not resolved in time");
        } catch (UnknownHostException e) {
            return Attempt.unreachable("unreachable", "the service's host name cannot be resolved");
        } catch (IOException e) {
            boolean left = mayHaveLeft(context);
            return failed(e, left ? deadline : connecting, left);
        } finally {
            connectBy.remove();
            alarm.cancel(false);
            connectAlarm.cancel(false);
            Closer.closeQuietly(response);
        }
    }

    private static boolean mayHaveLeft(HttpContext context) {
        return context.getAttribute(MAY_HAVE_LEFT) != null;
    }

    private static Attempt failed(IOException e, Deadline deadline, boolean mayHaveLeft) {
        boolean late = deadline.hasPassed() || e instanceof InterruptedIOException;
        String code = late ? "timed_out" : "unreachable";
        if (mayHaveLeft) {
            return Attempt.unsure(
                    code,
                    late ? "the service did not answer in time" : "the connection broke before the service answered");
        }
        return Attempt.unreachable(
                code, late ? "the service could not be reached in time" : "the service cannot be reached");
    }

    /**
     * From here on the service has answered: whatever goes wrong with the body, the status stands. A body that is not
     * read to its end is cut off at the connection, else closing it would read on.
     */
    private static Attempt answered(HttpUriRequestBase request, ClassicHttpResponse response, int maxBytes) {
        int code = response.getCode();
        Duration retryAfter = RetryAfter.of(response);
        HttpEntity entity = response.getEntity();
        if (entity == null) {
            return new Attempt.Answered(code, null, null, retryAfter);
        }
        try {
            byte[] body = entity.getContent().readNBytes(maxBytes + 1);
            if (body.length <= maxBytes) {
                Optional<byte[]> decoded = ContentDecoder.decoded(body, codings(response), maxBytes);
                Withheld withheld = decoded.isEmpty() ? Withheld.UNDECODABLE : null;
                return new Attempt.Answered(code, decoded.orElse(null), withheld, retryAfter);
            }
            request.cancel();
            return new Attempt.Answered(code, null, Withheld.TOO_LARGE, retryAfter);
        } catch (IOException | RuntimeException e) {
            LOG.debug(
                    "event=body_unreadable statusCode={} failure={}",
                    code,
                    e.getClass().getSimpleName());
        }
        request.cancel();
        return new Attempt.Answered(code, null, Withheld.BROKE_OFF, retryAfter);
    }

    private static List<String> codings(ClassicHttpResponse response) {
        return Stream.of(response.getHeaders(HttpHeaders.CONTENT_ENCODING))
                .map(header -> String.valueOf(header.getValue()))
                .toList();
    }

    private static CloseableHttpClient client(VettingResolver resolver, CallBounds bounds) {
        Timeout connect = Timeout.of(bounds.connectTimeout());
        Timeout attempt = Timeout.of(bounds.attemptTimeout());
        var connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(resolver)
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(Http1Config.custom()
                                .setMaxHeaderCount(MAX_HEADERS)
                                .setMaxLineLength(MAX_HEADER_LENGTH)
                                .build())
                        .build())
                .setMaxConnTotal(bounds.maxConnections())
                .setMaxConnPerRoute(bounds.maxConnections())
                .setDefaultSocketConfig(SocketConfig.custom()
                        .setSoTimeout(attempt)
                        .setTcpNoDelay(true)
                        .build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(connect)
                        .setSocketTimeout(attempt)
                        .setIdleTimeout(CLOSE_IDLE_AFTER)
                        .setValidateAfterInactivity(CHECK_IDLE_AFTER)
                        .build())
                .build();
        return HttpClientBuilder.create()
                .setConnectionManager(connections)
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(attempt)
                        .setResponseTimeout(attempt)
                        .setRedirectsEnabled(false)
                        .setAuthenticationEnabled(false)
                        .setProtocolUpgradeEnabled(false)
                        .build())
                .setRequestExecutor(new MarkingExecutor())
                // decoded here instead, within a bound
                .disableContentCompression()
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableConnectionState()
                .build();
    }

    /** The gate has kept a request in when it was about to leave. */
    private static final class KeptInException extends IOException {
        private static final long serialVersionUID = 1L;

        private final transient CallError error;

        KeptInException(CallError error) {
            super(error.message());
            this.error = error;
        }
    }

    /**
     * Asks the gate, once there is a connection and before the first byte, and notes that from now on the request may have
     * left.
     */
    private static final class MarkingExecutor extends HttpRequestExecutor {
        @Override
        public ClassicHttpResponse execute(
                ClassicHttpRequest request,
                HttpClientConnection connection,
                HttpResponseInformationCallback informed,
                HttpContext context)
                throws IOException, HttpException {
            Optional<CallError> refusal = ((Gate) context.getAttribute(GATE)).refusal();
            if (refusal.isPresent()) {
                throw new KeptInException(refusal.get());
            }
            context.setAttribute(MAY_HAVE_LEFT, Boolean.TRUE);
            return super.execute(request, connection, informed, context);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        client.close(CloseMode.IMMEDIATE);
    }
}
