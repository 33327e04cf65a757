// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.slack;

import dev.seks.approval.delivery.Mailbox;
import dev.seks.approval.inbox.EntryState;
import dev.seks.approval.inbox.InboxEntry;
import dev.seks.approval.slack.CardTable.Standing;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What is to be done about the cards of one channel, so that each request that waits has one and each card shows how its
 * request stands. Not safe for use by several threads.
 */
final class CardAgenda {
    private final String channel;
    private final ChannelPlan plan;
    private final SlackDesk desk;
    private final CardTable table = new CardTable();
    private final Set<String> toPost = new LinkedHashSet<>();
    private final Set<String> toUpdate = new LinkedHashSet<>();
    private final Set<String> unclear = new HashSet<>();

    /** Requests that have ended and whose cards do not show it yet; the inbox may have forgotten them by then. */
    private final Map<String, InboxEntry> ended = new HashMap<>();

    private final Set<String> unshowable = new HashSet<>();
    private final Queue<Delete> surplus = new ArrayDeque<>();

    /** The partitions of which it is known which cards stand in the channel. */
    private final Set<Integer> known = new HashSet<>();

    CardAgenda(String channel, ChannelPlan plan, SlackDesk desk) {
        this.channel = channel;
        this.plan = plan;
        this.desk = desk;
    }

    /** One thing to do in Slack. */
    sealed interface Task {
        int partition();
    }

    record Post(InboxEntry entry, SlackCard.Face face) implements Task {
        @Override
        public int partition() {
            return entry.partition();
        }
    }

    record Update(InboxEntry entry, String ts, SlackCard.Face face) implements Task {
        @Override
        public int partition() {
            return entry.partition();
        }
    }

    /** Takes away a card that another one of the same request makes needless. */
    record Delete(String ts, int partition) implements Task {}

    /** Looks at what has changed. */
    void sort(Mailbox.Post post) {
        toUpdate.addAll(table.turned(desk.now()));
        post.changed().forEach(this::sort);
        if (post.everything()) {
            Predicate<String> over = digest -> find(digest).isEmpty();
            table.forgetIf(over);
            unshowable.removeIf(over);
            all().forEach(this::sort);
        }
    }

    private void sort(InboxEntry entry) {
        String digest = entry.digest();
        if (table.get(digest).isEmpty()) {
            if (lacksCard(entry)) {
                toPost.add(digest);
            }
            return;
        }
        toUpdate.add(digest);
        if (entry.closing() == null) {
            ended.remove(digest);
        } else {
            ended.put(digest, entry);
        }
    }

    private Optional<InboxEntry> find(String digest) {
        return desk.inbox().get(digest).or(() -> Optional.ofNullable(ended.get(digest)));
    }

    private boolean lacksCard(InboxEntry entry) {
        return entry.state(desk.now()) == EntryState.OPEN
                && known.contains(entry.partition())
                && !unclear.contains(entry.digest())
                && table.get(entry.digest()).isEmpty()
                && isHere(entry);
    }

    private boolean isHere(InboxEntry entry) {
        return plan.channels(entry).contains(channel);
    }

    private List<InboxEntry> all() {
        List<InboxEntry> all = new ArrayList<>(desk.inbox().open(desk.now()));
        all.addAll(desk.inbox().decided());
        all.removeIf(entry -> !isHere(entry));
        return all;
    }

    /** The next card to post. */
    Optional<Post> nextPost() {
        for (Iterator<String> each = toPost.iterator(); each.hasNext(); each.remove()) {
            Optional<InboxEntry> entry = desk.inbox().get(each.next()).filter(this::lacksCard);
            if (entry.isPresent()) {
                return Optional.of(new Post(entry.get(), face(entry.get())));
            }
        }
        return Optional.empty();
    }

    /** The next card to change or to take away. */
    Optional<Task> nextChange() {
        for (Iterator<String> each = toUpdate.iterator(); each.hasNext(); each.remove()) {
            Optional<Update> update = update(each.next());
            if (update.isPresent()) {
                return Optional.of(update.get());
            }
        }
        return Optional.ofNullable(surplus.peek());
    }

    private Optional<Update> update(String digest) {
        Optional<InboxEntry> entry = find(digest);
        Optional<Standing> card = table.get(digest);
        if (entry.isEmpty() || card.isEmpty()) {
            ended.remove(digest);
            return Optional.empty();
        }
        SlackCard.Face face = face(entry.get());
        table.put(digest, card.get().seen(entry.get(), desk.now()));
        if (card.get().face().equals(face.mark().face())) {
            ended.remove(digest);
            return Optional.empty();
        }
        return Optional.of(new Update(entry.get(), card.get().ts(), face));
    }

    private SlackCard.Face face(InboxEntry entry) {
        boolean plain = unshowable.contains(entry.digest()) && entry.state(desk.now()) == EntryState.OPEN;
        return plain ? desk.faces().bare(entry) : desk.faces().of(entry, desk.now());
    }

    /** The task is done; {@code ts} names the card where there is one. */
    void done(Task task, String ts) {
        drop(task);
        if (task instanceof Post post) {
            table.put(post.entry().digest(), Standing.of(ts, post.face().mark(), post.entry(), desk.now()));
            toUpdate.add(post.entry().digest()); // it may have changed meanwhile
        } else if (task instanceof Update update) {
            table.put(update.entry().digest(), Standing.of(ts, update.face().mark(), update.entry(), desk.now()));
            toUpdate.add(update.entry().digest());
        }
    }

    /** Nothing is to be done about the task any more, or not by us. */
    void drop(Task task) {
        if (task instanceof Post post) {
            toPost.remove(post.entry().digest());
        } else if (task instanceof Update update) {
            toUpdate.remove(update.entry().digest());
        } else {
            surplus.remove(task);
        }
    }

    /** The card stays as it is. */
    void leave(Task task) {
        if (task instanceof Update update) {
            done(update, update.ts());
        } else {
            drop(task);
        }
    }

    /** The card to change is not there any more: a new one is needed if its request still waits. */
    void gone(Update update) {
        drop(update);
        table.remove(update.entry().digest());
        ended.remove(update.entry().digest());
        desk.inbox().get(update.entry().digest()).ifPresent(this::sort);
    }

    /** Slack may have posted it: nothing is done about it before the channel has been looked through. */
    void unclear(Post post) {
        drop(post);
        unclear.add(post.entry().digest());
    }

    /** Slack takes no card that shows it; false when it would not even take the barest. */
    boolean isUnshowable(Task task) {
        return task instanceof Post post && unshowable.add(post.entry().digest())
                || task instanceof Update update
                        && unshowable.add(update.entry().digest());
    }

    /** Whether the channel must be looked through before all that is ours can be done. */
    boolean isLost(Set<Integer> held) {
        return !unclear.isEmpty() || !known.containsAll(held);
    }

    /** Since when there may be cards of ours in the channel; empty when there can be none. */
    Optional<Instant> beginning(Set<Integer> held) {
        return all().stream()
                .filter(entry -> held.contains(entry.partition()))
                .map(InboxEntry::askedAt)
                .min(Instant::compareTo);
    }

    /** These cards, the oldest first, are all that stand in the channel for the partitions held. */
    void adopt(List<ChannelHistory.Found> cards, Set<Integer> held) {
        Set<String> seen = new HashSet<>();
        for (ChannelHistory.Found card : cards) {
            String digest = card.mark().digest();
            Optional<InboxEntry> entry = desk.inbox().get(digest).filter(found -> held.contains(found.partition()));
            if (entry.isPresent() && seen.add(digest)) {
                table.put(digest, Standing.of(card.ts(), card.mark(), entry.get(), desk.now()));
                toUpdate.add(digest);
            } else if (entry.isPresent()) {
                Delete delete = new Delete(card.ts(), entry.get().partition());
                if (!surplus.contains(delete)) {
                    surplus.add(delete);
                }
            }
        }
        unclear.clear();
        known.addAll(held);
        sort(new Mailbox.Post(List.of(), true));
    }

    /** Forgets what is not ours any more. */
    void keepOnly(Set<Integer> held) {
        Set<Integer> gone = new HashSet<>(known);
        gone.removeAll(held);
        known.removeAll(gone);
        table.forget(gone);
        ended.values().removeIf(entry -> gone.contains(entry.partition()));
    }

    /** Begins anew: nothing is known of the channel. */
    void forgetAll() {
        keepOnly(Set.of());
    }

    int waiting() {
        return toPost.size() + unclear.size();
    }

    boolean hasPosts() {
        return !toPost.isEmpty();
    }

    boolean hasChanges() {
        return !toUpdate.isEmpty() || !surplus.isEmpty();
    }
}
