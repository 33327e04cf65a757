// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval;

import dev.seks.approval.notice.NoticeConfig;
import dev.seks.approval.signon.SignOnConfig;
import dev.seks.approval.slack.SlackConfig;
import dev.seks.schemas.topic.Topics;
import dev.seks.schemas.trust.TrustRoots;
import dev.seks.schemas.wire.SchemaIds;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the approval service needs to run.
 *
 * @param client bootstrap servers and security of the Kafka cluster
 * @param topics of the installation
 * @param ids of the schemas
 * @param host to listen on; anything but loopback needs an https {@code publicUrl}
 * @param port to listen on, 0 for a free one
 * @param publicUrl where people reach the service when not on loopback, without a path; null for nowhere else
 * @param tokenFile holds the bearer token, mode 0600
 * @param keyFile holds the private key that signs verdicts, mode 0600
 * @param roots the pinned public keys, of which it takes the publishers'
 * @param person whose token it is, by the name that the policy uses
 * @param slack how to speak with Slack; null not to
 * @param signOn with whom people sign on; null for nobody, then what this process gives out is all there is
 * @param notices who else is told of requests; null for nobody
 */
public record ApprovalConfig(
        Map<String, Object> client,
        Topics topics,
        SchemaIds ids,
        String host,
        int port,
        @Nullable URI publicUrl,
        Path tokenFile,
        Path keyFile,
        TrustRoots roots,
        String person,
        @Nullable SlackConfig slack,
        @Nullable SignOnConfig signOn,
        @Nullable NoticeConfig notices) {

    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "::1");
    private static final int MAX_PORT = 65_535;

    public ApprovalConfig {
        client = Map.copyOf(client);
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("port " + port + ", expected 0 to " + MAX_PORT);
        }
        if (publicUrl != null && !isPlain(publicUrl)) {
            throw new IllegalArgumentException(
                    "public URL " + publicUrl + ", expected http or https, a host, and nothing after it");
        }
        boolean https = publicUrl != null && publicUrl.getScheme().equals("https");
        if (!LOOPBACK.contains(host) && !https) {
            throw new IllegalArgumentException(
                    "host " + host + " without an https public URL, expected 127.0.0.1 or one in front");
        }
        if (person.isBlank()) {
            throw new IllegalArgumentException("no person, expected whose token it is");
        }
    }

    /** The settings of a service for one person on this machine, on a free port. */
    public static ApprovalConfig local(
            Map<String, Object> client,
            Topics topics,
            SchemaIds ids,
            Path tokenFile,
            Path keyFile,
            TrustRoots roots,
            String person) {
        return new ApprovalConfig(
                client, topics, ids, "127.0.0.1", 0, null, tokenFile, keyFile, roots, person, null, null, null);
    }

    /** The same on a port of choice. */
    public ApprovalConfig onPort(int chosen) {
        return new ApprovalConfig(
                client, topics, ids, host, chosen, publicUrl, tokenFile, keyFile, roots, person, slack, signOn,
                notices);
    }

    /** The same with Slack. */
    public ApprovalConfig withSlack(SlackConfig chosen) {
        return new ApprovalConfig(
                client, topics, ids, host, port, publicUrl, tokenFile, keyFile, roots, person, chosen, signOn, notices);
    }

    /** The same with a provider with whom people sign on, reached where that was registered. */
    public ApprovalConfig withSignOn(SignOnConfig chosen) {
        URI url = chosen.inboxUrl() == null ? publicUrl : chosen.inboxUrl();
        return new ApprovalConfig(
                client, topics, ids, host, port, url, tokenFile, keyFile, roots, person, slack, chosen, notices);
    }

    /** The same with notices to others. */
    public ApprovalConfig withNotices(NoticeConfig chosen) {
        return new ApprovalConfig(
                client, topics, ids, host, port, publicUrl, tokenFile, keyFile, roots, person, slack, signOn, chosen);
    }

    private static boolean isPlain(URI url) {
        boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        boolean bare = url.getRawPath().isEmpty() || url.getRawPath().equals("/");
        return web && url.getHost() != null && url.getRawUserInfo() == null && bare && url.getRawQuery() == null;
    }
}
