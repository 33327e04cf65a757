// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval;

import static dev.seks.approval.Asked.CODECS;
import static dev.seks.approval.Asked.NOW;

import dev.seks.approval.inbox.Casts;
import dev.seks.approval.inbox.Catalogues;
import dev.seks.schemas.digest.Digest;
import dev.seks.schemas.record.BundleFile;
import dev.seks.schemas.record.PolicyBundle;
import java.util.List;

/** A published policy with its people, and a catalogue. */
public final class Policies {
    /** mika and ann have Slack users in team T024BE7LD, and addresses; mika owns the agent aeonbyte's sister. */
    public static final String POLICY = """
            version: 1
            people:
              mika: { name: "Mika Sato", slack: "T024BE7LD/U1", email: mika@acme.example }
              ann: { name: "Ann Berg", slack: "T024BE7LD/U2", email: ann@acme.example }
            agents:
              aeonbyte: { owner: ola }
            """;

    private static final String CATALOGUE = """
            service: github
            base_url: https://api.github.com
            actions:
              repos.create:
                summary: "create repository {name}"
                effect: write
                http: POST /user/repos
                params:
                  name: { type: string, pattern: "^[A-Za-z0-9._-]{1,100}$", required: true, in: body }
                resource: "{name}"
                returns: [id]
              repos.delete:
                summary: "delete repository {name}"
                effect: delete
                http: DELETE /repos/acme/{name}
                params:
                  name: { type: string, pattern: "^[A-Za-z0-9._-]{1,100}$", required: true }
                resource: "acme/{name}"
                returns: []
              issues.create:
                summary: "open issue {title} in {repo}"
                effect: send
                http: POST /repos/acme/{repo}/issues
                params:
                  repo: { type: string, pattern: "^[A-Za-z0-9._-]{1,100}$", required: true }
                  title: { type: string, max_length: 200, required: true, in: body }
                resource: "acme/{repo}"
                returns: [id]
            """;

    private static final PolicyBundle BUNDLE = PolicyBundle.newBuilder()
            .setDomain("default")
            .setVersion(1)
            .setPolicy(new BundleFile("seks-policy.yaml", POLICY))
            .setCatalogue(List.of(new BundleFile("catalogue/github.yaml", CATALOGUE)))
            .setOperators(List.of("mika"))
            .setAuthor("mika")
            .setMessage("first")
            .setCreatedAt(NOW)
            .build();

    private static final byte[] VALUE = CODECS.bundle().encode(BUNDLE);

    /** By which decisions name it. */
    public static final String DIGEST = Digest.of(VALUE);

    private Policies() {}

    /** The people of it. */
    public static Casts casts() {
        Casts casts = new Casts();
        publishTo(casts);
        return casts;
    }

    /** Brings them in later. */
    public static void publishTo(Casts casts) {
        casts.published(VALUE, BUNDLE);
    }

    /** The catalogue of it. */
    public static Catalogues catalogues() {
        Catalogues catalogues = new Catalogues();
        catalogues.published(VALUE, BUNDLE);
        return catalogues;
    }
}
