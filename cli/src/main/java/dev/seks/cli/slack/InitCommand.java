// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.slack;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seks.approval.slack.SlackCheck;
import dev.seks.approval.slack.SlackManifest;
import dev.seks.cli.fault.EnvironmentFault;
import dev.seks.cli.option.ExitCode;
import dev.seks.cli.option.Terminal;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code seks slack init}: prints the manifest of the app or, once there are tokens, finds out whether they are right. */
@Command(
        name = "init",
        description = "Without tokens: print the manifest of the Slack app to make. With tokens, from --settings,"
                + " --stdin, or " + GivenTokens.BOT + " and " + GivenTokens.APP + " in the environment: see whether"
                + " they and the channels are right, by asking Slack; posts nothing. A token is never an argument.",
        sortOptions = false,
        footer = {"", "Exit codes: 0 all is well, 1 findings, 2 usage or environment."})
public final class InitCommand implements Callable<Integer> {
    private final Map<String, String> environment;
    private final InputStream in;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            defaultValue = "socket",
            description = "How button presses come back: socket, by a connection that seks opens; url, by calls to"
                    + " --url; webhook, the same, with cards that cannot be changed. Default: ${DEFAULT-VALUE}.")
    private Mode mode = Mode.SOCKET;

    @Option(names = "--url", paramLabel = "URL", description = "Where Slack reaches the inbox, https.")
    private @Nullable URI url;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = "seks",
            description = "Name of the app. Default: ${DEFAULT-VALUE}.")
    private String name = "seks";

    @Option(names = "--manifest", description = "Print the manifest though there are tokens in the environment.")
    private boolean manifest;

    @Option(names = "--settings", paramLabel = "FILE", description = "Look at what the file that seks is given names.")
    private @Nullable Path settings;

    @Option(names = "--stdin", description = "Read tokens from standard input, one on each line.")
    private boolean stdin;

    @Option(
            names = "--channel",
            paramLabel = "ID",
            description = "Look at this channel too; may be given several times.")
    private List<String> channels = List.of();

    @Option(
            names = "--api",
            paramLabel = "URL",
            description = "Slack's Web API. Default: that of the settings, else https://slack.com/api/.")
    private @Nullable URI api;

    @Option(names = "--json", description = "Print the manifest, or each finding, as one JSON object per line.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    public InitCommand() {
        this(System.getenv(), System.in);
    }

    InitCommand(Map<String, String> environment, InputStream in) {
        this.environment = Map.copyOf(environment);
        this.in = in;
    }

    enum Mode {
        SOCKET,
        URL,
        WEBHOOK
    }

    @Override
    public Integer call() throws InterruptedException {
        GivenTokens tokens = manifest ? GivenTokens.of(Map.of()) : tokens();
        if (!tokens.isEmpty()) {
            return check(tokens.and(Set.copyOf(channels)));
        }
        if (stdin || settings != null || !channels.isEmpty()) {
            throw EnvironmentFault.of("there is no token to look with")
                    .hint("give one by --stdin, --settings or " + GivenTokens.BOT);
        }
        print(manifest());
        return ExitCode.DONE;
    }

    private GivenTokens tokens() {
        if (settings != null) {
            return GivenTokens.of(settings);
        }
        return stdin ? GivenTokens.read(in) : GivenTokens.of(environment);
    }

    private ObjectNode manifest() {
        try {
            return switch (mode) {
                case SOCKET -> SlackManifest.ofSocket(name);
                case URL -> SlackManifest.ofUrl(name, Objects.requireNonNull(publicUrl(true)));
                case WEBHOOK -> SlackManifest.ofWebhook(name, publicUrl(false));
            };
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
    }

    private @Nullable URI publicUrl(boolean needed) {
        URI given = url;
        if (given == null && !needed) {
            return null;
        }
        if (given == null || !"https".equals(given.getScheme()) || given.getHost() == null) {
            throw usage("--url " + (given == null ? "is missing" : given) + ", expected https://... of the inbox");
        }
        return given;
    }

    private ParameterException usage(String message) {
        return terminal().wrong(message);
    }

    private void print(ObjectNode made) {
        if (json) {
            terminal().data(made);
        } else {
            DumperOptions options = new DumperOptions();
            options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
            options.setIndicatorIndent(2);
            options.setIndentWithIndicator(true);
            terminal().text(new Yaml(options).dump(new JsonMapper().convertValue(made, Map.class)));
            terminal().talk("make the app at https://api.slack.com/apps: Create New App, From a manifest");
            terminal().talk("then put its tokens into files, and see docs/slack.md");
        }
    }

    private int check(GivenTokens tokens) throws InterruptedException {
        List<SlackCheck.Finding> findings = new ArrayList<>();
        try {
            SlackCheck check = new SlackCheck(api != null ? api : tokens.api().orElse(SlackCheck.slack()));
            if (tokens.bot() != null) {
                findings.addAll(check.bot(tokens.bot(), tokens.channels()));
            }
            if (tokens.app() != null) {
                findings.addAll(check.app(tokens.app()));
            }
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        } catch (SlackCheck.AwayException e) {
            throw EnvironmentFault.because(String.valueOf(e.getMessage()), e);
        } finally {
            findings.forEach(this::tell);
        }
        return findings.stream().allMatch(SlackCheck.Finding::ok) ? ExitCode.DONE : ExitCode.FINDING;
    }

    private void tell(SlackCheck.Finding finding) {
        if (json) {
            terminal()
                    .data(JsonNodeFactory.instance
                            .objectNode()
                            .put("check", finding.check())
                            .put("ok", finding.ok())
                            .put("found", finding.found())
                            .put("cure", finding.cure()));
        } else {
            String about = finding.check() + ": " + finding.found();
            terminal().data((finding.ok() ? "ok     " : "fault  ") + about);
            if (!finding.ok()) {
                terminal().data("       " + finding.cure());
            }
        }
    }

    private Terminal terminal() {
        return Terminal.of(spec);
    }
}
