// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

import dev.seks.approval.attempt.AttemptJournal;
import dev.seks.approval.inbox.Casts;
import dev.seks.approval.inbox.Catalogues;
import dev.seks.approval.inbox.Inbox;
import dev.seks.approval.notice.NoticeCounts;
import dev.seks.approval.signon.Provider;
import dev.seks.approval.slack.Slack;
import dev.seks.approval.verdict.VerdictCounts;
import dev.seks.approval.verdict.VerdictDesk;
import dev.seks.schemas.wire.SchemaIds;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import io.javalin.util.JavalinBindException;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server of the inbox. */
public final class WebServer implements AutoCloseable {
    private static final int MAX_THREADS = 32;
    private static final int MIN_THREADS = 4;
    private static final int IDLE_MS = 30_000;
    private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);

    private final Address address;
    private final SignIn signIn;
    private final Refusals refusals;
    private final RequestGuard guard;
    private final BooleanSupplier ready;
    private final ApprovalsApi api;
    private final SlackEndpoint slack;
    private final MetricsPage metrics;
    private final Pages pages = new Pages();
    private final ListPage listPage;
    private final RequestPage requestPage;
    private final TogetherPage togetherPage;
    private final GrantsPage grantsPage;
    private final LiveFeed live;
    private final SignInPages signInPages;
    private final SignOnPages signOnPages;
    private final Assets assets = new Assets();
    private final Javalin server;

    /**
     * Where the server listens and how it is reached.
     *
     * @param port 0 for a free one
     * @param publicUrl where else than on loopback it is reached; null for nowhere
     */
    public record Address(String host, int port, @Nullable URI publicUrl) {}

    /** Whose bearer token opens the inbox. */
    public record Operator(String person, String token) {
        @Override
        public String toString() {
            return "Operator[person=" + person + ", token=[redacted]]";
        }
    }

    /** What the pages show and where verdicts go. */
    public record Content(
            Inbox inbox,
            Catalogues catalogues,
            Casts casts,
            VerdictDesk desk,
            SchemaIds ids,
            BooleanSupplier ready,
            VerdictCounts counts,
            Optional<Slack> slack,
            Optional<Provider> provider,
            Map<String, NoticeCounts> notices,
            AttemptJournal attempts) {}

    /** Starts listening. */
    public static WebServer start(Address address, Operator operator, Content content, Clock clock) {
        WebServer server = new WebServer(address, operator, content, clock);
        try {
            server.server.start(address.host(), address.port());
        } catch (JavalinBindException e) {
            throw new IllegalStateException(
                    "port " + address.port() + " on " + address.host() + " is taken, expected a free one", e);
        }
        return server;
    }

    private WebServer(Address address, Operator operator, Content content, Clock clock) {
        boolean https =
                address.publicUrl() != null && address.publicUrl().getScheme().equals("https");
        this.address = address;
        this.guard = new RequestGuard(address.publicUrl());
        this.signIn = new SignIn(operator.person(), operator.token(), https, clock);
        this.ready = content.ready();
        Inbox inbox = content.inbox();
        ApprovalJson json = new ApprovalJson(content.ids(), content.catalogues());
        this.metrics = new MetricsPage(content, clock);
        this.slack = new SlackEndpoint(content.slack().flatMap(Slack::calls));
        People people = new People(inbox, content.casts(), content.provider().isPresent());
        Cards cards = new Cards(content, people);
        this.refusals = new Refusals(content.attempts(), inbox, people, signIn);
        this.api = new ApprovalsApi(inbox, content.desk(), people, json, signIn, clock);
        this.listPage = new ListPage(inbox, people, cards, clock, pages);
        this.requestPage = new RequestPage(content, people, cards, clock, pages);
        this.togetherPage = new TogetherPage(content, people, cards, clock, pages);
        this.grantsPage = new GrantsPage(content, people, clock, pages);
        this.live = new LiveFeed(inbox, signIn);
        this.signInPages = new SignInPages(signIn, content.provider(), pages, refusals);
        this.signOnPages = new SignOnPages(content.provider(), signIn, signInPages, people, this::url, clock);
        this.server = Javalin.create(this::configure);
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.startupWatcherEnabled = false;
        config.http.prefer405over404 = true;
        config.jetty.threadPool = new QueuedThreadPool(MAX_THREADS, MIN_THREADS, IDLE_MS);
        config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
        routes(config.routes);
    }

    private void routes(RoutesConfig routes) {
        routes.before(guard::check);

        routes.get("/livez", ctx -> ctx.result("alive"));
        routes.get("/readyz", this::ready);
        routes.get("/metrics", metrics::send);

        routes.get("/v1/approvals", whenReady(api::list));
        routes.get("/v1/approvals/{digest}", whenReady(api::show));
        routes.post("/v1/approvals/{digest}/verdicts", whenReady(api::decide));

        routes.get("/", whenReady(signedIn(listPage::show)));
        routes.get("/approvals/{digest}", whenReady(signedIn(requestPage::show)));
        routes.post("/approvals/{digest}", whenReady(signedIn(requestPage::decide)));
        routes.post("/approvals/{digest}/together", whenReady(signedIn(togetherPage::decide)));
        routes.get("/grants", whenReady(signedIn(grantsPage::show)));
        routes.post("/grants/{id}/end", whenReady(signedIn(grantsPage::end)));
        routes.get("/live", live::open);

        routes.get("/sign-in", signInPages::ask);
        routes.post("/sign-in", signInPages::byToken);
        routes.get(SignOnPages.BEGIN, signOnPages::begin);
        routes.get(SignOnPages.DONE, whenReady(signOnPages::done));
        routes.get("/sign-in/{code}", signInPages::byLink);
        routes.post("/sign-out", signInPages::signOut);

        routes.post("/slack/actions", whenReady(slack::take));

        routes.get("/inbox.css", assets::style);
        routes.get("/inbox.js", assets::script);
        routes.get("/htmx.js", assets::htmx);
        routes.get("/htmx-sse.js", assets::events);
        routes.get("/icon.svg", assets::icon);

        routes.exception(HttpProblem.class, this::refuse);
        routes.exception(HttpResponseException.class, (e, ctx) -> answer(problem(e), ctx));
        routes.exception(Exception.class, (e, ctx) -> refuse(unexpected(e), ctx));
    }

    /** What only somebody who is signed in gets to see. */
    private interface Signed {
        void handle(Context ctx, Session session) throws IOException;
    }

    /** Leads strangers to the sign-in page, unless they do something or their page asks by itself. */
    private Handler signedIn(Signed handler) {
        return ctx -> {
            Optional<Session> session = signIn.session(ctx);
            boolean looks = ctx.method() == HandlerType.GET && !SignIn.isByItself(ctx);
            if (session.isPresent()) {
                handler.handle(ctx, session.get());
            } else if (looks && "cross-site".equals(ctx.header("Sec-Fetch-Site"))) {
                signInPages.welcome(ctx, SignIn.back(ctx.path())); // a link elsewhere comes without the strict cookie
            } else if (looks) {
                String back = SignIn.back(ctx.path());
                ctx.redirect(back.equals("/") ? "/sign-in" : "/sign-in?back=" + back, HttpStatus.SEE_OTHER);
            } else {
                throw HttpProblem.notSignedIn();
            }
        };
    }

    private Handler whenReady(Handler handler) {
        return ctx -> {
            if (!ready.getAsBoolean()) {
                throw HttpProblem.notReady();
            }
            handler.handle(ctx);
        };
    }

    private void ready(Context ctx) {
        if (!ready.getAsBoolean()) {
            throw HttpProblem.notReady();
        }
        ctx.result("ready");
    }

    private void refuse(HttpProblem problem, Context ctx) {
        refusals.ended(ctx, problem);
        answer(problem, ctx);
    }

    private void answer(HttpProblem problem, Context ctx) {
        if (problem.status() == 401) {
            ctx.header("WWW-Authenticate", "Bearer realm=\"seks\"");
            ctx.header("HX-Refresh", "true"); // an open page then leads to the sign-in page
        }
        if (problem.status() == 503) {
            ctx.header("Retry-After", "1");
        }
        String accept = ctx.header("Accept");
        boolean forPeople =
                accept != null && accept.contains("text/html") && !ctx.path().startsWith("/v1/");
        if (forPeople) {
            pages.problem(ctx, problem);
        } else {
            ctx.status(problem.status())
                    .contentType("application/problem+json")
                    .result(ApprovalJson.object()
                            .put("type", problem.type())
                            .put(
                                    "title",
                                    problem.reason().toLowerCase(Locale.ROOT).replace('_', ' '))
                            .put("status", problem.status())
                            .put("detail", problem.detail())
                            .put("reason", problem.reason())
                            .toString());
        }
    }

    private static HttpProblem problem(HttpResponseException e) {
        return switch (e.getStatus()) {
            case 404 -> new HttpProblem(404, "NOT_FOUND", "there is nothing here");
            case 405 -> new HttpProblem(405, "METHOD_NOT_ALLOWED", "this cannot be done here");
            default -> new HttpProblem(e.getStatus(), "REFUSED", "the request cannot be answered");
        };
    }

    private static HttpProblem unexpected(Exception e) {
        String id = UUID.randomUUID().toString();
        LOG.error("a request failed, error id {}", id, e);
        return new HttpProblem(500, "INTERNAL_ERROR", "something is broken here, the log knows it as " + id);
    }

    public int port() {
        return server.port();
    }

    /** A link that signs the operator in, once, within ten minutes. */
    public URI signInLink() {
        return url().resolve("/sign-in/" + signIn.issueCode());
    }

    /** Where people reach the inbox. */
    public URI url() {
        return address.publicUrl() == null ? URI.create("http://127.0.0.1:" + port()) : address.publicUrl();
    }

    @Override
    public void close() {
        live.close();
        server.stop();
    }
}
