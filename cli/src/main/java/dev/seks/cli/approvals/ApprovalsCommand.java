// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.approvals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seks.cli.fault.EnvironmentFault;
import dev.seks.cli.option.DevOption;
import dev.seks.cli.option.DurationOption;
import dev.seks.cli.option.ExitCode;
import dev.seks.cli.option.Handle;
import dev.seks.cli.option.JsonLine;
import dev.seks.cli.option.RunningDev;
import dev.seks.cli.option.Terminal;
import dev.seks.schemas.text.Printable;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code seks approvals}: lists, shows, approves and denies requests that wait for people. */
@Command(
        name = "approvals",
        description = "See what waits for a person, and approve or deny it.",
        subcommands = ReportCommand.class,
        footer = {
            "",
            "  ./seks approvals                                 go through what waits",
            "  ./seks approvals list --watch                    print what begins to wait",
            "  ./seks approvals show 3fa9c2d1                   one request in full",
            "  ./seks approvals approve 3fa9c2d1 --comment ok   let it run",
            "  ./seks approvals approve 3fa9c2d1 --for 10m      and the same for ten minutes",
            "",
            "Exit codes: 0 done, 1 refused (not entitled, not found, decided or expired), 2 usage or environment."
        })
public final class ApprovalsCommand implements Callable<Integer> {
    private static final Duration LOOK_EACH = Duration.ofSeconds(1);

    /** By how much the service may be behind the decision that told an agent's developer of the request. */
    private static final Duration SERVICE_BEHIND = Duration.ofSeconds(2);

    private static final Duration ASK_EACH = Duration.ofMillis(100);

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "VERB",
            description = "${COMPLETION-CANDIDATES} (default: at a terminal go through what waits, otherwise list).")
    private @Nullable Verb given;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "H",
            description = "The request: its digest, or the first characters of it.")
    private @Nullable String handle;

    @Option(names = "--comment", paramLabel = "TEXT", description = "Why, in your own words; it is recorded.")
    private String comment = "";

    @Option(
            names = "--for",
            paramLabel = "10m",
            converter = DurationOption.class,
            description = "Approve the same besides, for so long: this action on this resource.")
    private @Nullable Duration ttl;

    @Option(
            names = "--uses",
            paramLabel = "N",
            description = "With --for: at most so often (default: as often as the policy lets it be).")
    private @Nullable Integer uses;

    @Option(names = "--decided", description = "List what was decided, instead of what waits.")
    private boolean decided;

    @Option(names = "--watch", description = "Go on listing, what changes only, until ctrl-c.")
    private boolean watch;

    @Option(names = "--json", description = "Print one line of JSON for each request.")
    private boolean json;

    @Mixin
    private DevOption where = new DevOption();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        Verb verb = given == null ? Verb.LIST : given;
        if (watch && (verb != Verb.LIST || decided)) {
            throw terminal().wrong("--watch goes with the list of what waits only");
        }
        if ((ttl != null && verb != Verb.APPROVE) || (uses != null && ttl == null)) {
            throw terminal().wrong("--for goes with approve alone, and --uses with --for");
        }
        String digest = verb.needsHandle() ? digest(verb) : "";
        RunningDev dev = where.dev();
        ApprovalsApi api = ApprovalsApi.of(dev);
        if (watch) {
            return watch(api, dev);
        }
        if (given == null && !json && !decided && System.console() != null) {
            InboxTerminal.open(api, text());
            return ExitCode.DONE;
        }
        Answer answer = switch (verb) {
            case LIST -> api.list(decided ? "decided" : "open");
            case SHOW -> onceFound(() -> api.show(digest));
            case APPROVE ->
                onceFound(() ->
                        ttl == null ? api.decide(digest, "APPROVE", comment) : api.approve(digest, comment, ttl, uses));
            case DENY -> onceFound(() -> api.decide(digest, "DENY", comment));
        };
        return answer.isRefusal() ? refused(answer, dev) : done(verb, answer);
    }

    /** What it answers once it knows the request; that it does not, when it still does not after a moment. */
    private static Answer onceFound(Supplier<Answer> asking) {
        long giveUp = System.nanoTime() + SERVICE_BEHIND.toNanos();
        Answer answer = asking.get();
        while (answer.status() == Answer.NOT_FOUND && System.nanoTime() < giveUp) {
            try {
                Thread.sleep(ASK_EACH.toMillis());
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                return answer;
            }
            answer = asking.get();
        }
        return answer;
    }

    private int watch(ApprovalsApi api, RunningDev dev) {
        Watch looking = new Watch(api, this::tell);
        try {
            while (terminal().isRead()) {
                Answer answer = looking.look();
                if (answer.isRefusal()) {
                    return refused(answer, dev);
                }
                Thread.sleep(LOOK_EACH.toMillis());
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        return ExitCode.DONE;
    }

    private ApprovalText text() {
        return new ApprovalText(terminal().ansi());
    }

    private String digest(Verb verb) {
        if (handle == null) {
            throw terminal().wrong("no request to " + verb + ", expected its digest or the beginning of it");
        }
        return Handle.parse(handle);
    }

    private int refused(Answer answer, RunningDev dev) {
        String detail = Printable.of(answer.detail());
        if (answer.status() == Answer.NOT_SIGNED_IN) {
            throw EnvironmentFault.of(
                    "the approval service does not accept the token in " + dev.tokenFile() + ": " + detail);
        }
        if (answer.isUnavailable()) {
            throw EnvironmentFault.of("the approval service cannot answer now: " + detail);
        }
        terminal().talk("seks: " + Answer.meaning(answer.status()) + ": " + detail);
        return ExitCode.FINDING;
    }

    private int done(Verb verb, Answer answer) {
        if (verb == Verb.LIST) {
            JsonNode listed = answer.body().path("approvals");
            listed.forEach(this::tell);
            tell(listed.size(), answer.body().path("total").asInt(listed.size()));
        } else {
            terminal().painted(json ? JsonLine.of(answer.body()) : said(verb, answer.body()));
        }
        return ExitCode.DONE;
    }

    private void tell(JsonNode entry) {
        terminal().painted(json ? JsonLine.of(entry) : text().line(entry));
    }

    private String said(Verb verb, JsonNode entry) {
        return verb == Verb.SHOW ? text().whole(entry) : text().recorded(verb.name(), entry);
    }

    private void tell(int listed, int total) {
        if (total == 0) {
            terminal().talk(decided ? "nothing was decided by people yet" : "nothing waits for a person");
        } else if (listed < total) {
            terminal().talk(listed + " of " + total + " are shown");
        }
    }

    private Terminal terminal() {
        return Terminal.of(spec);
    }
}
