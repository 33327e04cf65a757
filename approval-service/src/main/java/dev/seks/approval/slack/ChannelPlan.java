// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.slack;

import dev.seks.approval.inbox.InboxEntry;
import dev.seks.schemas.record.ApproverGroup;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Which channel is asked for which approver group. Groups belong to their domain: two teams' {@code maintainers} are not
 * the same people.
 *
 * @param byGroup channel ids by {@code DOMAIN/GROUP}, {@code DOMAIN/*} or {@code *}
 */
public record ChannelPlan(Map<String, String> byGroup) {
    /** How many channels there may be; each has a thread. */
    static final int MAX_CHANNELS = 50;

    private static final String ANY = "*";
    private static final String NAME = "[a-z][a-z0-9_-]{0,63}";
    private static final Pattern KEY = Pattern.compile("\\*|" + NAME + "/(\\*|" + NAME + ")");
    private static final Pattern CHANNEL = Pattern.compile("[CG][A-Z0-9]{2,31}");

    public ChannelPlan {
        byGroup = Map.copyOf(byGroup);
        List<String> faults = new ArrayList<>();
        for (String key : new TreeSet<>(byGroup.keySet())) {
            keyFault(key).ifPresent(faults::add);
            channelFault(byGroup.get(key)).ifPresent(faults::add);
        }
        if (new TreeSet<>(byGroup.values()).size() > MAX_CHANNELS) {
            faults.add("more than " + MAX_CHANNELS + " channels");
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", faults));
        }
    }

    /** No channel. */
    static ChannelPlan none() {
        return new ChannelPlan(Map.of());
    }

    /** One channel for everything. */
    public static ChannelPlan all(String channel) {
        return new ChannelPlan(Map.of(ANY, channel));
    }

    static Optional<String> keyFault(String key) {
        return KEY.matcher(key).matches()
                ? Optional.empty()
                : Optional.of("channels for '" + key + "', expected *, DOMAIN/* or DOMAIN/GROUP");
    }

    static Optional<String> channelFault(String channel) {
        return CHANNEL.matcher(channel).matches()
                ? Optional.empty()
                : Optional.of("channel '" + channel + "', expected the id of one, such as C024BE7LR");
    }

    boolean isEmpty() {
        return byGroup.isEmpty();
    }

    /** Every channel there is. */
    public Set<String> channels() {
        return new TreeSet<>(byGroup.values());
    }

    /** Where the request is asked about: one channel for each group, each once; none when the plan has none for it. */
    Set<String> channels(InboxEntry entry) {
        String domain = entry.pending().getDomain();
        Set<String> asked = new LinkedHashSet<>();
        for (ApproverGroup group : entry.approval().getApprovers()) {
            channel(domain, group.getGroup()).ifPresent(asked::add);
        }
        return asked;
    }

    private Optional<String> channel(String domain, String group) {
        for (String key : List.of(domain + "/" + group, domain + "/" + ANY, ANY)) {
            if (byGroup.containsKey(key)) {
                return Optional.of(byGroup.get(key));
            }
        }
        return Optional.empty();
    }
}
