// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.credential;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a stored value is, and so what is sent to the service. */
public sealed interface CredentialKind {

    /** One word for people, programs and stores. */
    String word();

    /** What else there is to know of it, none of it secret, as a store writes it down. */
    Map<String, String> attributes();

    /** The value itself is sent. */
    record Plain() implements CredentialKind {
        static final String WORD = "plain";

        @Override
        public String word() {
            return WORD;
        }

        @Override
        public Map<String, String> attributes() {
            return Map.of();
        }
    }

    /**
     * The value is the private key of a GitHub App, in PEM. For each use an installation token is minted with it,
     * narrowed to what the action declares, and sent in its place.
     *
     * @param app the app's id or client id
     * @param installation of the app, on the account that is acted on
     * @param api base URL of GitHub's REST API, whose host the credential must be bound to as well
     */
    record GithubApp(String app, long installation, URI api) implements CredentialKind {
        /** The API of github.com. */
        public static final URI GITHUB = URI.create("https://api.github.com");

        static final String WORD = "github-app";

        private static final String APP = "app";
        private static final String INSTALLATION = "installation";
        private static final String API = "api";

        public GithubApp {
            if (!isApp(app) || installation < 1) {
                throw new IllegalArgumentException("app '" + app + "' and installation " + installation
                        + ", expected letters, digits, '.', '_' and '-', and a number from 1 on");
            }
        }

        /** Whether an app can have this id or client id. */
        public static boolean isApp(String app) {
            return app.matches("[A-Za-z0-9._-]{1,64}");
        }

        @Override
        public String word() {
            return WORD;
        }

        @Override
        public Map<String, String> attributes() {
            return new TreeMap<>(Map.of(APP, app, INSTALLATION, Long.toString(installation), API, api.toString()));
        }

        private static Optional<CredentialKind> of(Map<String, String> attributes) {
            try {
                return attributes.size() == 3
                        ? Optional.of(new GithubApp(
                                attributes.getOrDefault(APP, ""),
                                Long.parseLong(attributes.getOrDefault(INSTALLATION, "")),
                                new URI(attributes.getOrDefault(API, ""))))
                        : Optional.empty();
            } catch (URISyntaxException | IllegalArgumentException e) {
                return Optional.empty();
            }
        }
    }

    /** The value is sent as it is. */
    static CredentialKind plain() {
        return new Plain();
    }

    /** The kind that a store has written down; empty when it is none that is known. */
    static Optional<CredentialKind> of(String word, Map<String, String> attributes) {
        return switch (word) {
            case Plain.WORD -> attributes.isEmpty() ? Optional.of(plain()) : Optional.empty();
            case GithubApp.WORD -> GithubApp.of(attributes);
            default -> Optional.empty();
        };
    }
}
