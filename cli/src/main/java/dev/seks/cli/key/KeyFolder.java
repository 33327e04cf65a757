// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.key;

import dev.seks.broker.decision.Trust;
import dev.seks.broker.topology.BrokerKeys;
import dev.seks.cli.fault.EnvironmentFault;
import dev.seks.executor.ExecutorKeys;
import dev.seks.schemas.key.KeyFile;
import dev.seks.schemas.signature.AgentKeys;
import dev.seks.schemas.signature.HmacKey;
import dev.seks.schemas.signature.Signer;
import dev.seks.schemas.trust.TrustRoots;
import dev.seks.schemas.yaml.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The keys of one installation on this machine. Secret keys are files of mode 0600, the pinned public keys stand in {@code
 * trust.yaml}, which may be edited.
 */
public record KeyFolder(Path root) {
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    /** The keys of the {@code seks dev} whose data are in {@code data}. */
    public static KeyFolder in(Path data) {
        return new KeyFolder(data.resolve("keys"));
    }

    /** Signs policy bundles. */
    public KeyFile publisher() {
        return file("publisher");
    }

    /** Signs orders. */
    public KeyFile operator() {
        return file("operator");
    }

    /** Signs what people said. */
    public KeyFile approvalService() {
        return file("approval-service");
    }

    /** Signs and verifies decisions; shared by broker and executor. */
    public KeyFile decisions() {
        return file("decision");
    }

    /** Signs and verifies what the executor has done. */
    public KeyFile executions() {
        return file("execution");
    }

    /** The master of agents' HMAC keys. */
    public KeyFile agents() {
        return file("agents-master");
    }

    /** A key of an agent's own. */
    public KeyFile agent(String name) {
        return new KeyFile(root.resolve("agents").resolve(name));
    }

    /** The public keys that services of this installation believe. */
    public Path trust() {
        return root.resolve("trust.yaml");
    }

    /** Makes what is not there yet; {@code person} publishes and orders. */
    public KeyFolder make(String person) {
        try {
            folder(root);
            folder(root.resolve("agents"));
            String publisher = publisher().makeEd25519().publicKey().text();
            String operator = operator().makeEd25519().publicKey().text();
            String approvals = approvalService().makeEd25519().publicKey().text();
            decisions().makeHmac("decision-1");
            executions().makeHmac("execution-1");
            agents().makeHmac("agents-1");
            if (!Files.exists(trust())) {
                Files.writeString(trust(), """
                        # Whom the services believe, by domain; "*" is every domain without an entry of its own.
                        version: 1
                        domains:
                          "*":
                            publishers: { %s: ["%s"] }
                            operators: { %s: ["%s"] }
                            approval_service: ["%s"]
                            gateways: []
                        """.formatted(person, publisher, person, operator, approvals));
            }
            return this;
        } catch (IOException | UncheckedIOException e) {
            throw EnvironmentFault.because("the keys in " + root + " cannot be made: " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw EnvironmentFault.because(String.valueOf(e.getMessage()), e);
        }
    }

    /** The pinned public keys. */
    public TrustRoots roots() {
        return roots(trust(), "put it right, or remove the file to have it made anew");
    }

    /** The pinned public keys of another installation, as its services read them. */
    public static TrustRoots roots(Path file) {
        return roots(file, "put it right");
    }

    private static TrustRoots roots(Path file, String cure) {
        try {
            TrustRoots.Result read = TrustRoots.load(new SourceFile(file.toString(), Files.readString(file)));
            if (read instanceof TrustRoots.Loaded loaded) {
                return loaded.roots();
            }
            throw EnvironmentFault.of(((TrustRoots.Faulty) read).faults().get(0).toString())
                    .hint(cure);
        } catch (IOException e) {
            throw EnvironmentFault.because(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** What the broker needs. */
    public BrokerKeys broker() {
        return new BrokerKeys(roots(), agentKeys(), decisions().hmac().get(0), Trust.RequestProof.REQUIRED);
    }

    /** What an executor needs. */
    public ExecutorKeys executor() {
        return new ExecutorKeys(roots(), decisions().hmac(), executions().hmac());
    }

    /** The HMAC keys of agents. */
    public AgentKeys agentKeys() {
        HmacKey master = agents().hmac().get(0);
        return AgentKeys.of(master.secret());
    }

    /** What an agent signs with: the key of its own, where it has one here, else the first version of its HMAC key. */
    public Signer signerOf(String domain, String agent) {
        KeyFile own = agent(agent);
        return own.exists() ? own.signer() : agentKeys().key(domain, new AgentKeys.Name(agent, 1));
    }

    private KeyFile file(String name) {
        return new KeyFile(root.resolve(name));
    }

    private static void folder(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            Files.createDirectory(path, OWNER_ONLY);
        }
    }
}
