// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.agent;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seks.broker.policy.Policy;
import dev.seks.cli.fault.EnvironmentFault;
import dev.seks.cli.key.KeyFolder;
import dev.seks.cli.option.ExitCode;
import dev.seks.cli.option.JsonLine;
import dev.seks.cli.option.Terminal;
import dev.seks.schemas.catalogue.Names;
import dev.seks.schemas.key.KeyFile;
import dev.seks.schemas.signature.AgentKeys;
import dev.seks.schemas.signature.Ed25519PublicKey;
import dev.seks.schemas.signature.HmacKey;
import dev.seks.schemas.text.Printable;
import dev.seks.schemas.yaml.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code seks agent}: adds agents to a policy file, and changes the keys that may sign as them. */
@Command(
        name = "agent",
        description = "Say who may sign as which agent. Changes the policy file; policy push brings that into force.",
        sortOptions = false,
        footer = {
            "",
            "  ./seks agent add bot                an agent with a key pair of its own, which may do nothing yet",
            "  ./seks agent rotate bot             one key more; the old one counts until it is revoked",
            "  ./seks agent revoke bot KEY-ID      one key less; without KEY-ID none is left",
            "",
            "Private keys of agents are kept under keys/agents in the data folder, for their owner alone. Exit codes: 0 done,",
            "2 usage or environment."
        })
public final class AgentCommand implements Callable<Integer> {
    private static final String HMAC = "hmac-sha256:";

    @Spec
    private @Nullable CommandSpec spec;

    /** Where the policy and the keys are. */
    private static final class Place {
        @Option(
                names = "--data",
                paramLabel = "DIR",
                defaultValue = ".seks",
                description = "Folder of seks dev, which holds the keys (default: ${DEFAULT-VALUE}).")
        private Path data = Path.of(".seks");

        @Option(
                names = "--policy",
                paramLabel = "FILE",
                description = "The policy file (default: seks-policy.yaml in the data folder).")
        private @Nullable Path policy;

        Path policyFile() {
            return policy == null ? data.resolve("seks-policy.yaml") : policy;
        }

        PolicyText read() {
            try {
                return new PolicyText(policyFile().toString(), Files.readString(policyFile()));
            } catch (IOException e) {
                throw EnvironmentFault.because("policy " + policyFile() + " cannot be read: " + e.getMessage(), e)
                        .hint("--policy FILE names one");
            }
        }

        void write(PolicyText changed) {
            try {
                Path draft = policyFile().resolveSibling(policyFile().getFileName() + ".new");
                Files.writeString(draft, changed.text());
                Files.move(draft, policyFile(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw EnvironmentFault.because("policy " + policyFile() + " cannot be written: " + e.getMessage(), e);
            }
        }

        KeyFolder keys() {
            return KeyFolder.in(data).make("operator");
        }
    }

    @Override
    public Integer call() {
        throw terminal()
                .wrong("nothing to do, expected agent add, agent key, agent list, agent revoke or agent rotate");
    }

    @Command(name = "add", description = "Add an agent that may do nothing yet, with a key of its own.")
    int add(
            @Parameters(paramLabel = "NAME", description = "The agent's name.") String name,
            @Option(names = "--hmac", description = "It signs with an HMAC key, which agent key shows.") boolean hmac,
            @Option(
                            names = "--public-key",
                            paramLabel = "ed25519:BASE64",
                            description = "A key that the agent has made itself; none is made then.")
                    @Nullable
                    String publicKey,
            @Mixin Place place) {
        PolicyText policy = place.read();
        if (policy.agents().containsKey(checked(name))) {
            throw EnvironmentFault.of("agent " + name + " is in " + place.policyFile() + " already")
                    .hint("./seks agent rotate gives it another key");
        }
        if (publicKey != null && Ed25519PublicKey.parse(publicKey).isEmpty()) {
            throw EnvironmentFault.of("--public-key, expected ed25519: and a public key in Base64");
        }
        KeyFile file = place.keys().agent(name);
        String key = hmac ? HMAC + 1 : publicKey != null ? publicKey : made(file);
        place.write(policy.add(name, List.of(key)));
        say("agent " + name + " is in " + place.policyFile() + ", and may do nothing yet");
        if (publicKey == null && !hmac) {
            say("its private key is in " + file.path());
        }
        return pushNext(place);
    }

    @Command(name = "list", description = "List the agents of the policy file and the keys that may sign as them.")
    int list(@Option(names = "--json", description = "One line of JSON for each.") boolean json, @Mixin Place place) {
        place.read().agents().forEach((name, keys) -> {
            List<String> listed = keys.orElse(List.of(HMAC + 1));
            if (json) {
                ObjectNode line = JsonNodeFactory.instance.objectNode().put("agent", name);
                listed.forEach(key -> line.withArray("keys")
                        .addObject()
                        .put("id", keyId(name, key))
                        .put("key", key));
                out(JsonLine.of(line));
            } else {
                out(name + "  "
                        + (listed.isEmpty()
                                ? "nobody may sign as it"
                                : String.join(
                                        "  ",
                                        listed.stream()
                                                .map(key -> keyId(name, key))
                                                .toList()))
                        + (keys.isEmpty() ? "  (by default)" : ""));
            }
        });
        return ExitCode.DONE;
    }

    @Command(
            name = "key",
            description = "Show an agent's HMAC key: a secret, which is stored nowhere. Give it to the agent alone.")
    int key(
            @Parameters(paramLabel = "NAME", description = "The agent's name.") String name,
            @Option(
                            names = "--version-of-key",
                            paramLabel = "N",
                            description = "Which one (default: the highest in the policy file).")
                    @Nullable
                    Integer version,
            @Mixin Place place) {
        PolicyText policy = place.read();
        List<String> keys = Optional.ofNullable(policy.agents().get(checked(name)))
                .orElseThrow(() -> unknown(name, place))
                .orElse(List.of(HMAC + 1));
        int wanted = version != null
                ? version
                : versions(keys).stream()
                        .max(Integer::compare)
                        .orElseThrow(() -> EnvironmentFault.of("no HMAC key may sign as agent " + name)
                                .hint("the policy lists " + HMAC + "1 under its keys where one may"));
        if (wanted < 1 || wanted > AgentKeys.MAX_VERSION) {
            throw EnvironmentFault.of("version " + wanted + ", expected 1 to " + AgentKeys.MAX_VERSION);
        }
        String domain = domain(policy);
        out(KeyFile.line(place.keys().agentKeys().key(domain, new AgentKeys.Name(name, wanted))));
        say("this is a secret, and is not stored: keep it in a file of mode 0600, which seks request takes with --key");
        return ExitCode.DONE;
    }

    @Command(name = "rotate", description = "Give an agent one key more; those it has count until they are revoked.")
    int rotate(@Parameters(paramLabel = "NAME", description = "The agent's name.") String name, @Mixin Place place) {
        PolicyText policy = place.read();
        List<String> before = Optional.ofNullable(policy.agents().get(checked(name)))
                .orElseThrow(() -> unknown(name, place))
                .orElse(List.of(HMAC + 1));
        List<Integer> versions = versions(before);
        List<String> after = new ArrayList<>(before);
        KeyFile file = place.keys().agent(name);
        if (!versions.isEmpty()) {
            after.add(HMAC + (versions.stream().max(Integer::compare).orElse(0) + 1));
            int next = versions(after).stream().max(Integer::compare).orElseThrow();
            PolicyText changed = policy.withKeys(name, after);
            keep(file, place.keys().agentKeys().key(domain(changed), new AgentKeys.Name(name, next)));
            place.write(changed);
            say("seks request signs with the new one here, and agent key shows it");
        } else {
            after.add(made(new KeyFile(file.path().resolveSibling(name + ".next"))));
            PolicyText changed = policy.withKeys(name, after);
            replace(file);
            place.write(changed);
            say("its new private key is in " + file.path());
        }
        if (!before.isEmpty()) {
            say("the old key counts until it is revoked: ./seks agent revoke " + name + " "
                    + keyId(name, before.get(before.size() - 1)));
        }
        return pushNext(place);
    }

    @Command(name = "revoke", description = "Take a key from an agent, or all of them.")
    int revoke(
            @Parameters(index = "0", paramLabel = "NAME", description = "The agent's name.") String name,
            @Parameters(index = "1", arity = "0..1", paramLabel = "KEY-ID", description = "One key; without it, all.")
                    @Nullable
                    String keyId,
            @Mixin Place place) {
        PolicyText policy = place.read();
        List<String> before = Optional.ofNullable(policy.agents().get(checked(name)))
                .orElseThrow(() -> unknown(name, place))
                .orElse(List.of(HMAC + 1));
        List<String> after = before.stream()
                .filter(key -> keyId != null && !keyId(name, key).equals(keyId))
                .toList();
        if (after.size() == before.size()) {
            throw EnvironmentFault.of("agent " + name + " has no key " + Printable.of(String.valueOf(keyId)))
                    .hint("./seks agent list tells those it has");
        }
        place.write(policy.withKeys(name, after));
        say(after.isEmpty() ? "nobody may sign as agent " + name : after.size() + " of its keys are left");
        return pushNext(place);
    }

    private static String made(KeyFile file) {
        try {
            return file.makeEd25519().publicKey().text();
        } catch (IllegalArgumentException | UncheckedIOException e) {
            throw EnvironmentFault.because(String.valueOf(e.getMessage()), e);
        }
    }

    private static void replace(KeyFile file) {
        try {
            Path next = file.path().resolveSibling(file.path().getFileName() + ".next");
            Files.move(next, file.path(), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw EnvironmentFault.because("key file " + file.path() + " cannot be replaced: " + e.getMessage(), e);
        }
    }

    /** In place of the key that was kept for the agent here. */
    private static void keep(KeyFile file, HmacKey key) {
        try {
            Files.deleteIfExists(file.path());
            file.write(key);
        } catch (IOException | UncheckedIOException e) {
            throw EnvironmentFault.because("key file " + file.path() + " cannot be replaced: " + e.getMessage(), e);
        }
    }

    private static List<Integer> versions(List<String> keys) {
        return keys.stream()
                .filter(key -> key.matches(HMAC + "[1-9][0-9]{0,5}"))
                .map(key -> Integer.parseInt(key.substring(HMAC.length())))
                .toList();
    }

    private static String keyId(String agent, String key) {
        return key.startsWith(HMAC)
                ? "hmac-" + key.substring(HMAC.length()) + "." + agent
                : Ed25519PublicKey.parse(key).map(Ed25519PublicKey::keyId).orElse("");
    }

    private static String checked(String name) {
        if (!Names.isAgent(name)) {
            throw EnvironmentFault.of(
                    "agent '" + Printable.of(name) + "', expected a lower-case name of at most 64 characters");
        }
        return name;
    }

    private static EnvironmentFault unknown(String name, Place place) {
        return EnvironmentFault.of("there is no agent " + name + " in " + place.policyFile())
                .hint("./seks agent add " + name + " adds it");
    }

    private static String domain(PolicyText policy) {
        if (Policy.load(new SourceFile(policy.path(), policy.text())) instanceof Policy.Loaded loaded) {
            return loaded.policy().domain();
        }
        throw EnvironmentFault.of(policy.path() + " has faults").hint("./seks policy check tells them");
    }

    private int pushNext(Place place) {
        say("nothing is in force yet: ./seks policy push " + place.policyFile() + " -m 'why'");
        return ExitCode.DONE;
    }

    private void out(String line) {
        terminal().painted(line);
    }

    private void say(String line) {
        terminal().talk("seks: " + line);
    }

    private Terminal terminal() {
        return Terminal.of(spec);
    }
}
