// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.dev;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seks.approval.notice.NoticeConfig;
import dev.seks.approval.notice.NoticeConfigFile;
import dev.seks.approval.signon.SignOnConfig;
import dev.seks.approval.signon.SignOnFile;
import dev.seks.approval.slack.SlackConfig;
import dev.seks.approval.slack.SlackConfigFile;
import dev.seks.broker.policy.Policy;
import dev.seks.cli.fault.EnvironmentFault;
import dev.seks.cli.forge.Forge;
import dev.seks.cli.kafka.FolderLock;
import dev.seks.cli.key.KeyFolder;
import dev.seks.cli.policy.BundlePublisher;
import dev.seks.cli.policy.BundleSource;
import dev.seks.cli.policy.Objections;
import dev.seks.cli.policy.PublishedBundle;
import dev.seks.cli.policy.Reading;
import dev.seks.cli.policy.Standing;
import dev.seks.cli.policy.Trial;
import dev.seks.executor.credential.Custody;
import dev.seks.schemas.signature.RecordSigner;
import dev.seks.schemas.topic.Publishers;
import dev.seks.schemas.topic.Topics;
import dev.seks.schemas.wire.Codecs;
import dev.seks.schemas.wire.SchemaIds;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;

/**
 * Every part of seks, running in this process: Kafka, the services, and the code forge that agents act on. Closing it
 * stops all of them; started again on the same folder it continues where it was.
 */
public final class AllInOne implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final DevOptions options;
    private final DataFolder folder;
    private final Clock clock;
    private final Closers started;
    private final Codecs codecs = Codecs.of(SchemaIds.builtIn());
    private final @Nullable SlackConfig slack;
    private final @Nullable SignOnConfig signOn;
    private final @Nullable NoticeConfig notices;
    private final Ports ports;
    private final Cluster cluster;
    private final Topics topics;
    private final @Nullable Forge forge;
    private final Path policy;
    private final String domain;
    private final String operator;
    private final Custody custody;
    private final KeyFolder keys;
    private final Services services;
    private final int policyVersion;
    private final CompletableFuture<String> failure = new CompletableFuture<>();

    private AllInOne(DevOptions options, Clock clock, Closers started) {
        this.options = options;
        this.started = started;
        this.clock = clock;
        this.folder = new DataFolder(options.data());
        started.add(FolderLock.take(folder.root()));
        folder.create();
        this.slack = settings(options.slack(), SlackConfigFile::read);
        this.signOn = settings(options.signOn(), SignOnFile::read);
        this.notices = settings(options.notices(), NoticeConfigFile::read);
        this.ports = Ports.choose(options.port(), folder.ports());
        this.policy = policyFile();
        this.forge = options.catalogue() == null ? started.add(startForge()) : null;
        Reading reading = read(policy);
        this.operator = Operator.name(System.getProperty("user.name", ""));
        this.domain = sound(reading).domain();
        this.custody = started.add(DevCustody.of(folder, domain, forge, clock));
        this.cluster = started.add(startCluster());
        this.topics = cluster.prepareTopics();
        this.keys = KeyFolder.in(folder.root()).make(operator);
        FutureTask<Integer> published = Services.inBackground(
                () -> publish(BundleSource.of(reading, List.of(operator))).version());
        this.services = startServices();
        this.policyVersion = Services.await(published);
    }

    /**
     * Starts everything and waits until the first request can be decided and executed.
     *
     * @throws EnvironmentFault when something is in the way; whatever had been started by then is stopped
     */
    public static AllInOne start(DevOptions options, Clock clock) {
        Closers started = new Closers();
        try {
            return new AllInOne(options, clock, started);
        } catch (RuntimeException | Error e) {
            started.close();
            throw e;
        }
    }

    public DevOptions options() {
        return options;
    }

    DataFolder folder() {
        return folder;
    }

    /** The name of the person at the keyboard, who is in the group operators. */
    public String operator() {
        return operator;
    }

    /** The policy file that everything was started with. */
    public Path policy() {
        return policy;
    }

    public int policyVersion() {
        return policyVersion;
    }

    public String domain() {
        return domain;
    }

    /** Where Kafka's clients connect, as host:port. */
    public String kafka() {
        return cluster.bootstrap();
    }

    /** Settings of a Kafka client. */
    public Map<String, Object> client() {
        return cluster.client();
    }

    public Topics topics() {
        return topics;
    }

    public Codecs codecs() {
        return codecs;
    }

    /** Where people approve. */
    public URI inbox() {
        return URI.create("http://127.0.0.1:" + ports.inbox());
    }

    /** A link that signs the operator in with a browser, once and for some minutes. */
    public URI signInLink() {
        return services.signInLink();
    }

    /** The token that deciding about approvals takes. */
    public String token() {
        return DataFolder.secret(folder.token());
    }

    /** The keys of this installation. */
    public KeyFolder keys() {
        return keys;
    }

    /** The id of the cluster, which stands in what is signed. */
    public String clusterId() {
        return cluster.id();
    }

    /** Where file actions of the domain work. */
    public Path files() {
        return folder.files().resolve(domain);
    }

    /** The code forge; none when a catalogue of the user's is in use. */
    public Optional<Forge> forge() {
        return Optional.ofNullable(forge);
    }

    /** Completes with the reason when a part fails while it runs. */
    public CompletableFuture<String> failure() {
        return failure.copy();
    }

    /**
     * Brings another policy into force, with the same catalogue, and gives the version that it got.
     *
     * @throws EnvironmentFault when it has a fault, or does not come into force
     */
    public int publish(Path file) {
        Reading reading = read(file);
        sound(reading);
        PublishedBundle published = publish(BundleSource.of(reading, List.of(operator)));
        Standing standing = publisher().standing(published, PATIENCE);
        if (standing.word() != Standing.Word.ACTIVATED) {
            throw EnvironmentFault.of("policy " + file + " did not come into force: " + standing.reason());
        }
        return published.version();
    }

    /** Tells of each request from now on, in one line. */
    void follow(RequestLine line, Consumer<String> out) {
        started.add(new RequestLines(cluster.client(), topics, codecs, line, out))
                .start();
    }

    /** Brings the policy and the user's catalogue into force whenever they are saved from now on, and tells of it. */
    public void watch(Ansi ansi, Consumer<String> out) {
        SavedPolicy saved = new SavedPolicy(
                new SavedPolicy.Source(() -> read(policy), domain, List.of(operator)),
                publisher(),
                () -> signature("saved while seks dev ran"),
                ansi,
                out);
        Path catalogue = options.catalogue();
        started.add(new PolicyWatch(policy, catalogue == null ? List.of() : List.of(catalogue), saved::publish))
                .start();
    }

    /** Writes down where everything is, for other commands to find it. */
    public void publishAddress() {
        ObjectNode address = JsonNodeFactory.instance
                .objectNode()
                .put("pid", ProcessHandle.current().pid())
                .put("domain", domain)
                .put("kafka", kafka())
                .put("inbox", inbox().toString())
                .putNull("gateway")
                .put("forge", forge == null ? null : forge.baseUrl())
                .put("tokenFile", folder.token().toString())
                .put("policy", policy.toString());
        DataFolder.replace(folder.devJson(), address + "\n");
        started.add(() -> Files.deleteIfExists(folder.devJson()));
    }

    @Override
    public void close() {
        started.close();
    }

    private Path policyFile() {
        Path given = options.policy();
        if (given != null) {
            return given.toAbsolutePath().normalize();
        }
        if (!Files.exists(folder.policy())) {
            DataFolder.replace(folder.policy(), BuiltIn.policy());
        }
        return folder.policy();
    }

    private static <T> @Nullable T settings(@Nullable Path file, Function<Path, T> reader) {
        try {
            return file == null ? null : reader.apply(file);
        } catch (IllegalArgumentException | UncheckedIOException e) {
            throw EnvironmentFault.because(String.valueOf(e.getMessage()), e);
        }
    }

    private Reading read(Path file) {
        Path catalogue = options.catalogue();
        return catalogue == null
                ? Reading.with(file, BuiltIn.catalogue(forge().orElseThrow().baseUrl()))
                : Reading.of(file, catalogue);
    }

    private PublishedBundle publish(BundleSource source) {
        BundlePublisher publisher = publisher();
        return publisher.publish(source, signature("published by seks dev"), publisher.newest());
    }

    private BundlePublisher publisher() {
        return new BundlePublisher(
                cluster.client(), topics, codecs, domain, Publishers.pinned(keys.roots(), cluster.id()));
    }

    private BundlePublisher.Signature signature(String message) {
        return new BundlePublisher.Signature(
                operator,
                message,
                null,
                clock.instant(),
                new RecordSigner(keys.publisher().ed25519(), cluster.id()));
    }

    /** What everything starts with must be as good as what is published later. */
    private Policy sound(Reading reading) {
        reading.sound();
        Trial trial = Trial.of(reading, List.of(operator));
        List<String> wrong = trial instanceof Trial.Ready ready
                ? Objections.to(ready)
                : ((Trial.Faulty) trial).faults().stream().map(Object::toString).toList();
        if (!wrong.isEmpty()) {
            throw EnvironmentFault.of(
                    "the policy and its catalogue cannot be used:\n      " + String.join("\n      ", wrong));
        }
        return reading.sound();
    }

    private Forge startForge() {
        Forge.Tokens tokens = new Forge.Tokens(
                DataFolder.secret(folder.secrets().resolve(DevCustody.GITHUB)),
                DataFolder.secret(folder.secrets().resolve(DevCustody.MAIL)));
        return Forge.start(ports.forge(), tokens, clock);
    }

    private Cluster startCluster() {
        DevOptions.Elsewhere external = options.kafka();
        return external == null ? Cluster.embedded(folder.kafka(), ports.kafka()) : Cluster.external(external);
    }

    private Services startServices() {
        DataFolder.secret(folder.token());
        Services.Place place = new Services.Place(
                cluster.client(),
                topics,
                folder,
                keys,
                options.insecure(),
                ports.inbox(),
                operator,
                custody,
                slack,
                signOn,
                notices);
        Services all = Services.start(place, started);
        all.failure().thenAccept(failure::complete);
        cluster.failure().thenAccept(why -> failure.complete("kafka: " + why));
        return all;
    }
}
