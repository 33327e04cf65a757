// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli;

import dev.seks.cli.agent.AgentCommand;
import dev.seks.cli.approvals.ApprovalsCommand;
import dev.seks.cli.audit.AuditCommand;
import dev.seks.cli.control.FreezeCommand;
import dev.seks.cli.control.UnfreezeCommand;
import dev.seks.cli.credential.CredentialCommand;
import dev.seks.cli.demo.DemoCommand;
import dev.seks.cli.demo.WarmUpCommand;
import dev.seks.cli.dev.DevCommand;
import dev.seks.cli.doctor.DoctorCommand;
import dev.seks.cli.execution.ExecutionsCommand;
import dev.seks.cli.grant.GrantsCommand;
import dev.seks.cli.policy.CatalogueCommand;
import dev.seks.cli.policy.PolicyCommand;
import dev.seks.cli.request.RequestCommand;
import dev.seks.cli.slack.SlackCommand;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Every subcommand of {@code seks}, in the order of its help. Only the one that is asked for is ever loaded. */
final class Commands {
    private static final int FAR = 3;

    static final List<Entry> ALL = List.of(
            new Entry("dev", "run everything in one process, on this machine alone", DevCommand::new),
            new Entry("demo", "play a story of an agent, and judge it", DemoCommand::new),
            new Entry("request", "ask for an action as an agent", RequestCommand::new),
            new Entry("approvals", "see what waits for a person, approve or deny it", ApprovalsCommand::new),
            new Entry("policy", "check policies, see what they do, and publish them", PolicyCommand::new),
            new Entry("catalogue", "check what services and their actions are", CatalogueCommand::new),
            new Entry("executions", "see what executors did, and resolve unknown outcomes", ExecutionsCommand::new),
            new Entry("freeze", "stop an agent, a service or everything", FreezeCommand::new),
            new Entry("unfreeze", "let it go on", UnfreezeCommand::new),
            new Entry("credential", "keep credentials of services, and say where they may go", CredentialCommand::new),
            new Entry("grants", "see what agents may do without asking again, and end it", GrantsCommand::new),
            new Entry("audit", "see what happened, from the topics", AuditCommand::new),
            new Entry("slack", "set up approvals in Slack", SlackCommand::new),
            new Entry("agent", "say who may sign as which agent", AgentCommand::new),
            new Entry("doctor", "look for what costs safety or speed, and name the cure", DoctorCommand::new),
            new Entry("bench", "measure it, beside plain Kafka and others", BenchCommand::new),
            new Entry("warm-up", "", WarmUpCommand::new));

    private Commands() {}

    /**
     * A subcommand.
     *
     * @param summary empty for one that is of no use to people
     * @param make gives a picocli command that is a {@code Callable<Integer>}: the exit code
     */
    record Entry(String name, String summary, Supplier<Object> make) {}

    static Optional<Entry> named(String name) {
        return ALL.stream().filter(entry -> entry.name().equals(name)).findFirst();
    }

    /** The command that was probably meant. */
    static Optional<String> near(String name) {
        return ALL.stream()
                .map(Entry::name)
                .filter(known -> distance(known, name) < FAR)
                .min(Comparator.comparingInt(known -> distance(known, name)));
    }

    /** Levenshtein's distance. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j - 1], diagonal) + 1);
            }
        }
        return row[b.length()];
    }
}
