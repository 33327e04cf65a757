// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import dev.seks.broker.policy.CompiledPolicy;
import dev.seks.broker.policy.Finding;
import dev.seks.broker.policy.Policy;
import dev.seks.schemas.catalogue.ActionCatalogue;
import dev.seks.schemas.record.BundleFile;
import dev.seks.schemas.record.CapabilityRequest;
import dev.seks.schemas.record.Channel;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.EventKind;
import dev.seks.schemas.record.JournalEntry;
import dev.seks.schemas.record.VerdictChoice;
import dev.seks.schemas.yaml.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Plays what a page of the docs tells about its policies, through the state machine, and writes down what comes of it. */
final class DocStory {
    static final String FILE = "seks-policy.yaml";
    static final String EVENT = "> ";
    static final String CHECK = "$ ./seks policy check " + FILE + "\n";

    /** The only person of the reserved group operators in all stories. */
    static final List<String> OPERATORS = List.of("ann");

    private static final Path CATALOGUE = Path.of("../examples/catalogue");
    private static final String PUBLISHED = "the policy above is published";
    private static final Pattern ASKS =
            Pattern.compile("(\\S+) asks for (\\S+) (\\S+?)(?: (\\{.*}))?(?:, because \"(.*)\")?(?:, (\\d+) times)?");
    private static final Pattern SAYS = Pattern.compile("(\\S+) (approves|denies)( in the chat)?");
    private static final Pattern LATER = Pattern.compile("(\\S+) later");
    private static final Pattern AT = Pattern.compile("it is (\\S+Z)");

    private Story story = new Story();
    private int version;
    private @Nullable Decision asked;

    /** The files of the catalogue that goes with every example. */
    static List<BundleFile> files() {
        try (Stream<Path> files = Files.list(CATALOGUE)) {
            return files.sorted()
                    .map(path -> new BundleFile("catalogue/" + path.getFileName(), text(path)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ActionCatalogue catalogue() {
        List<SourceFile> sources = files().stream()
                .map(file -> new SourceFile(file.getPath(), file.getText()))
                .toList();
        ActionCatalogue.Result result = ActionCatalogue.load(sources);
        if (result instanceof ActionCatalogue.Faulty faulty) {
            throw new AssertionError(faulty.faults());
        }
        return ((ActionCatalogue.Loaded) result).catalogue();
    }

    /** The policy if it is right and fits the catalogue; empty if it has faults. */
    static Optional<CompiledPolicy> compiled(String policy) {
        return Policy.load(new SourceFile(FILE, policy)) instanceof Policy.Loaded loaded
                        && loaded.policy().compileFor(catalogue()) instanceof Policy.Compiled compiled
                ? Optional.of(compiled.policy())
                : Optional.empty();
    }

    /** What the command prints about the policy: its faults, or what is most likely not meant. */
    static String check(String policy) {
        Policy.Result read = Policy.load(new SourceFile(FILE, policy));
        StringBuilder out = new StringBuilder(CHECK);
        List<?> remarks;
        if (read instanceof Policy.Faulty faulty) {
            remarks = faulty.faults();
        } else {
            Policy.Compilation fit = ((Policy.Loaded) read).policy().compileFor(catalogue());
            remarks = fit instanceof Policy.Faulty faulty ? faulty.faults() : findings((Policy.Loaded) read);
        }
        remarks.forEach(remark -> out.append(remark).append('\n'));
        return out.toString();
    }

    /** What is most likely not meant, by the file alone and by the catalogue, as the command unites it. */
    static List<Finding> findings(Policy.Loaded read) {
        Policy policy = read.policy();
        return Stream.concat(policy.findings().stream(), policy.compile(catalogue()).findings().stream())
                .sorted(Comparator.comparing(Finding::at))
                .toList();
    }

    /** Plays the events of a block under the policy, which is the first of a new story unless its publication is told. */
    String play(String policy, String block) {
        List<String> events = block.lines()
                .filter(line -> line.startsWith(EVENT))
                .map(line -> line.substring(2))
                .toList();
        if (!events.get(0).equals(PUBLISHED)) {
            story = new Story();
            version = 0;
            publish(policy);
        }
        StringBuilder out = new StringBuilder();
        for (String event : events) {
            out.append(EVENT).append(event).append('\n');
            happen(policy, event).forEach(line -> out.append(line).append('\n'));
        }
        return out.toString();
    }

    private List<String> happen(String policy, String event) {
        if (event.equals(PUBLISHED)) {
            return publish(policy);
        }
        Matcher asks = ASKS.matcher(event);
        Matcher says = SAYS.matcher(event);
        Matcher later = LATER.matcher(event);
        Matcher at = AT.matcher(event);
        if (asks.matches()) {
            return ask(asks);
        } else if (says.matches()) {
            return say(says);
        } else if (later.matches()) {
            return pass(Duration.parse("PT" + later.group(1).toUpperCase(Locale.ROOT)));
        } else if (at.matches()) {
            return pass(Duration.between(story.now(), Instant.parse(at.group(1))));
        }
        throw new IllegalArgumentException("an event that no story knows: " + event);
    }

    private List<String> publish(String policy) {
        return entry(() -> story.activate(++version, policy, OPERATORS, files()));
    }

    private List<String> ask(Matcher event) {
        String params = event.group(4) == null ? "{}" : event.group(4);
        int times = event.group(6) == null ? 1 : Integer.parseInt(event.group(6));
        List<String> lines = new ArrayList<>();
        String before = "";
        int same = 0;
        for (int i = 0; i < times; i++) {
            CapabilityRequest.Builder request = story.aRequest(event.group(2), event.group(3), params)
                    .setAgent(event.group(1))
                    .setReason(event.group(5) == null ? "" : event.group(5));
            asked = story.ask(request);
            String told = told(asked);
            if (i > 0 && !told.equals(before)) {
                lines.add(counted(same, times, before));
                same = 0;
            }
            same++;
            before = told;
        }
        lines.add(counted(same, times, before));
        return lines.stream().flatMap(String::lines).toList();
    }

    private static String counted(int same, int times, String told) {
        return (times == 1 ? "" : same == 1 ? "once " : same + " times ") + told;
    }

    private List<String> say(Matcher event) {
        Decision pending = asked;
        VerdictChoice choice = event.group(2).equals("approves") ? VerdictChoice.APPROVE : VerdictChoice.DENY;
        Channel channel = event.group(3) == null ? Channel.WEB : Channel.SLACK;
        return entry(() -> story.say(pending, event.group(1), choice, pending.getRequestDigest(), channel));
    }

    private List<String> pass(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("time runs back, expected a later one");
        }
        story.after(time);
        List<String> lines = entry(story::tick);
        return story.lastEntry().getOutcomes().isEmpty() ? List.of() : lines;
    }

    /** What an event came to: what became of the request that was asked about last, else what the journal says. */
    private List<String> entry(Runnable event) {
        event.run();
        JournalEntry entry = story.lastEntry();
        List<String> lines = new ArrayList<>();
        if (entry.getOutcomes().isEmpty() || entry.getKind() == EventKind.POLICY) {
            lines.add(entry.getExplanation());
        }
        if (!entry.getOutcomes().isEmpty()) {
            lines.addAll(told(story.lastDecision()).lines().toList());
        }
        return lines;
    }

    private static String told(Decision decision) {
        String outcome = decision.getOutcome().name().toLowerCase(Locale.ROOT);
        return outcome + " " + decision.getReason() + "\n  " + decision.getExplanation();
    }

    private static String text(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
