// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.input;

import dev.seks.schemas.record.BundleFile;
import dev.seks.schemas.topic.Partitioning;
import dev.seks.tests.replay.DecidingBroker;
import java.nio.charset.StandardCharsets;

/** The world in which the table is played: two domains with one policy and one catalogue. */
final class Stage {
    /** A second domain with a policy, in a partition of its own. */
    static final String OTHER = "orion";

    /** A partition in which the usual domain is not. */
    static final int ELSEWHERE = (partition(DecidingBroker.DOMAIN) + 1) % DecidingBroker.PARTITIONS;

    /** Parameters of {@code items.put} that fit. */
    static final String PARAMS =
            "{\"name\":\"x\",\"count\":100,\"price\":1e2,\"gift\":true,\"tags\":[\"a\"],\"note\":\"\\ud83d\\ude00\"}";

    static final BundleFile CATALOGUE = new BundleFile("catalogue/shop.yaml", """
            service: shop
            base_url: https://shop.example
            actions:
              items.get: { summary: "get", effect: read, http: GET /items, returns: [name] }
              items.order: { summary: "order", effect: write, http: POST /orders, returns: [name] }
              items.delete: { summary: "delete", effect: delete, http: DELETE /items, returns: [name] }
              items.put:
                summary: "put {name}"
                effect: write
                http: POST /items
                params:
                  name: { type: string, pattern: "[a-z]+", max_length: 40, required: true }
                  count: { type: integer, min: 0, max: 100 }
                  price: { type: number, min: 0, max: 1000 }
                  gift: { type: boolean }
                  tags: { type: strings }
                  note: { type: string }
                returns: [name]
              items.look:
                summary: "look at {id}"
                effect: read
                http: GET /items/{id}
                params: { id: { type: string, required: true } }
                returns: [name]
            """);

    private static final String POLICY = """
            version: 1
            domain: %s
            agents:
              aeonbyte:
                services:
                  shop:
                    allow: ["items.get", "items.put", "items.look", "ghosts.walk"]
                    deny: ["items.delete"]
                    require_approval: ["items.order"]
            rate_limits:
              global: { requests_per_minute: 5000 }
              per_agent: { requests_per_minute: 5000 }
            """;

    private Stage() {}

    static String policy(String domain) {
        return POLICY.formatted(domain);
    }

    /** A good request of the second domain. */
    static Raw ofOther(String requestId) {
        return Raw.request(usual -> usual.setDomain(OTHER).setRequestId(requestId))
                .under(OTHER);
    }

    private static int partition(String domain) {
        return Partitioning.partition(domain.getBytes(StandardCharsets.UTF_8), DecidingBroker.PARTITIONS);
    }
}
