// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import dev.seks.broker.policy.GrantScope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The grants of one agent, in the order in which they were made. Immutable and bounded. */
public record GrantBook(String agent, List<Grant> grants) {
    /** The most grants that one agent may hold at once. */
    static final int MAX_GRANTS = 10;

    /** The most agents of a domain that may hold grants at once: what a new policy is held against. */
    static final int MAX_HOLDERS = 200;

    private static final HexFormat HEX = HexFormat.of();

    public GrantBook {
        grants = List.copyOf(grants);
    }

    /** The book of an agent that holds none. */
    public static GrantBook empty(String agent) {
        return new GrantBook(agent, List.of());
    }

    public boolean isEmpty() {
        return grants.isEmpty();
    }

    boolean isFull() {
        return grants.size() >= MAX_GRANTS;
    }

    /** The same without those that have ended by time or use. */
    GrantBook at(Instant now) {
        return grants.stream().allMatch(grant -> grant.isLiveAt(now))
                ? this
                : new GrantBook(
                        agent,
                        grants.stream().filter(grant -> grant.isLiveAt(now)).toList());
    }

    GrantBook with(Grant made) {
        List<Grant> more = new ArrayList<>(grants);
        more.add(made);
        return new GrantBook(agent, more);
    }

    GrantBook without(String id) {
        return new GrantBook(
                agent, grants.stream().filter(grant -> !grant.id().equals(id)).toList());
    }

    GrantBook using(Grant used) {
        return new GrantBook(
                agent,
                grants.stream()
                        .map(grant -> grant.id().equals(used.id()) ? grant.usedOnceMore() : grant)
                        .toList());
    }

    /** The stored form; the agent stands in the key. */
    public byte[] encode() {
        Packer out = new Packer().version(1).number(grants.size());
        for (Grant grant : grants) {
            out.raw(HEX.parseHex(grant.id())).text(grant.scope().service());
            out.number(grant.scope().actions().size());
            grant.scope().actions().forEach(out::text);
            out.text(orEmpty(grant.scope().resource()))
                    .number(grant.expiresAt().toEpochMilli())
                    .number(grant.maxUses())
                    .number(grant.used())
                    .number(grant.backers().size());
            grant.backers().forEach(backer -> out.text(backer.person()).number(backer.signedOn() ? 1 : 0));
        }
        return out.bytes();
    }

    /** The book that {@link #encode} stored. */
    public static GrantBook decode(String agent, byte[] stored) {
        Unpacker in = new Unpacker(stored).version(1);
        List<Grant> grants = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            grants.add(new Grant(
                    HEX.formatHex(in.raw(32)),
                    scope(in),
                    Instant.ofEpochMilli(in.number()),
                    in.count(),
                    in.count(),
                    backers(in)));
        }
        return new GrantBook(agent, grants);
    }

    private static GrantScope scope(Unpacker in) {
        String service = in.text();
        List<String> actions = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            actions.add(in.text());
        }
        return new GrantScope(service, actions, emptyToNull(in.text()));
    }

    private static List<Grant.Backer> backers(Unpacker in) {
        List<Grant.Backer> backers = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            backers.add(new Grant.Backer(in.text(), in.number() == 1));
        }
        return backers;
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static @Nullable String emptyToNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
