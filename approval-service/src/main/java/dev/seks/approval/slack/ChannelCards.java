// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.slack;

import dev.seks.approval.delivery.Mailbox;
import dev.seks.approval.delivery.Pace;
import dev.seks.approval.delivery.Patience;
import dev.seks.approval.delivery.Shift;
import dev.seks.approval.delivery.Stoppable;
import dev.seks.approval.slack.CardAgenda.Task;
import dev.seks.approval.slack.SlackCounts.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the cards in one Slack channel in step with the inbox. What is to be done follows from the inbox and from the
 * channel alone, so nothing is lost by an outage or a restart. It owns one thread.
 *
 * <p>INVARIANT: a card is posted only when the channel has been looked through since its partition became ours, and since
 * the last call about it whose end is unknown. What two instances posted all the same, or what Slack did late, is found
 * by a second look and deleted but for the first.
 */
final class ChannelCards implements Stoppable {
    /** How many cards may be posted at once, and how long each further one waits: Slack's one message a second. */
    static final int POST_BURST = 4;

    static final Duration POST_INTERVAL = Duration.ofSeconds(1);

    /** When the channel is looked through again, for what came late. */
    static final Duration SECOND_LOOK = Duration.ofSeconds(30);

    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration STOP_DEADLINE = Duration.ofSeconds(8);
    private static final Logger LOG = LoggerFactory.getLogger(ChannelCards.class);

    private final Duration secondLook;
    private final String channel;
    private final Bot bot;
    private final SlackDesk desk;
    private final CardCalls calls;
    private final ChannelHistory history;
    private final CardAgenda agenda;
    private final Mailbox mail = new Mailbox();
    private final Pace posts = new Pace(POST_BURST, POST_INTERVAL);
    private final Patience patience = new Patience();
    private final Thread thread;
    private Optional<Long> secondLookNs = Optional.empty();
    private long era;
    private volatile int waiting;
    private volatile boolean stopping;

    ChannelCards(String channel, Bot bot, SlackDesk desk) {
        this(channel, bot, desk, SECOND_LOOK);
    }

    ChannelCards(String channel, Bot bot, SlackDesk desk, Duration secondLook) {
        this.secondLook = secondLook;
        this.channel = channel;
        this.bot = bot;
        this.desk = desk;
        this.calls = new CardCalls(bot.api(), channel);
        this.history = new ChannelHistory(bot.api(), channel);
        this.agenda = new CardAgenda(channel, bot.plan(), desk);
        this.thread = new Thread(this::run, "approval-slack-" + channel);
        thread.setDaemon(true);
    }

    void start() {
        desk.inbox().onChange(mail::put);
        desk.shift().onChange(mail::ring);
        thread.start();
    }

    /** How many cards wait to be posted. */
    int waiting() {
        return waiting;
    }

    private void run() {
        try {
            while (!stopping) {
                mail.await(waitNs());
                try {
                    step();
                } catch (RuntimeException e) {
                    LOG.error("the cards of channel {} are begun anew", channel, e);
                    agenda.forgetAll();
                    patience.lose(nanos());
                }
            }
        } catch (InterruptedException stop) {
            LOG.debug("the cards of channel {} end", channel);
        }
    }

    private void step() throws InterruptedException {
        boolean more = true;
        while (more && !stopping && desk.ready()) {
            Set<Integer> held = desk.shift().held();
            long now = desk.inbox().era();
            if (now != era) {
                agenda.forgetAll(); // cards that were forgotten with their requests must be found again
                mail.putEverything();
                era = now;
            }
            agenda.keepOnly(held);
            agenda.sort(mail.take());
            more = patience.waitNs(nanos()) == 0 && (lookDue(held) ? look(held) : work());
            waiting = agenda.waiting();
        }
    }

    /** Whether what was seen of the inbox is all of it: it was complete all the while, and not read anew. */
    private boolean isWhole() {
        return desk.ready() && desk.inbox().era() == era;
    }

    private boolean lookDue(Set<Integer> held) {
        return agenda.isLost(held)
                || secondLookNs.filter(due -> due - nanos() <= 0).isPresent();
    }

    /** Looks through the channel; whether to go on at once. */
    private boolean look(Set<Integer> held) throws InterruptedException {
        boolean first = agenda.isLost(held);
        Optional<Instant> beginning = agenda.beginning(held);
        List<ChannelHistory.Found> cards = List.of();
        if (beginning.isPresent()) {
            ChannelHistory.Reading reading = history.since(beginning.get());
            if (reading instanceof ChannelHistory.Unread unread) {
                endure(unread.answer());
                return false;
            }
            cards = ((ChannelHistory.Read) reading).cards();
        }
        if (!isWhole()) {
            return true;
        }
        agenda.adopt(cards, held);
        patience.win();
        secondLookNs = first ? Optional.of(nanos() + secondLook.toNanos()) : Optional.empty();
        return true;
    }

    /** Does the next thing that Slack lets us do; whether there may be more. */
    private boolean work() throws InterruptedException {
        Optional<CardAgenda.Post> post = agenda.nextPost();
        if (post.isPresent() && posts.take(nanos())) {
            return work(
                    post.get(),
                    posts,
                    Event.CARD_POSTED,
                    () -> calls.post(post.get().face().message()));
        }
        Optional<Task> change = agenda.nextChange();
        if (change.isEmpty() || !bot.updates().take(nanos())) {
            return false;
        }
        return change.get() instanceof CardAgenda.Update update
                ? work(
                        update,
                        bot.updates(),
                        Event.CARD_UPDATED,
                        () -> calls.update(update.ts(), update.face().message()))
                : work(
                        change.get(),
                        bot.updates(),
                        Event.CARD_DELETED,
                        () -> calls.delete(((CardAgenda.Delete) change.get()).ts()));
    }

    private boolean work(Task task, Pace pace, Event event, Shift.Work<SlackAnswer> call) throws InterruptedException {
        if (!isWhole()) {
            return true; // what there is to do is looked at again
        }
        Optional<SlackAnswer> answer = desk.shift().keeping(task.partition(), call);
        if (answer.isEmpty()) {
            agenda.drop(task); // somebody else's by now; if it is ours again, all is looked at again
            return true;
        }
        if (answer.get() instanceof SlackAnswer.Done done) {
            agenda.done(task, done.body().path("ts").asText());
            desk.counts().count(event);
            patience.win();
            return true;
        }
        if (answer.get() instanceof SlackAnswer.Later later) {
            desk.counts().count(Event.RATE_LIMITED);
            pace.holdOff(nanos(), later.after());
            return true;
        }
        if (answer.get() instanceof SlackAnswer.Refused refused) {
            return refused(task, refused);
        }
        if (answer.get() instanceof SlackAnswer.Unclear && task instanceof CardAgenda.Post post) {
            agenda.unclear(post);
        }
        endure(answer.get());
        return false;
    }

    private boolean refused(Task task, SlackAnswer.Refused refused) {
        if (CardCalls.isGone(refused) && task instanceof CardAgenda.Update update) {
            agenda.gone(update);
            return true;
        }
        if (CardCalls.isGone(refused) || CardCalls.isFixed(refused)) {
            agenda.leave(task); // as good as it gets; the buttons of the card answer with the truth
            return tell(refused);
        }
        if (CardCalls.isUnshowable(refused)) {
            if (!agenda.isUnshowable(task)) {
                agenda.leave(task); // not even the barest: one request must not hold up the others
            }
            return tell(refused);
        }
        endure(refused);
        return false;
    }

    /** Takes it that Slack did not do it. */
    private void endure(SlackAnswer answer) {
        if (answer instanceof SlackAnswer.Later later) {
            desk.counts().count(Event.RATE_LIMITED);
            patience.wait(nanos(), later.after());
        } else if (answer instanceof SlackAnswer.Refused refused) {
            tell(refused);
            patience.wait(nanos(), Patience.LONGEST);
        } else {
            desk.counts().count(answer instanceof SlackAnswer.Away ? Event.AWAY : Event.UNCLEAR);
            Duration pause = patience.lose(nanos());
            LOG.warn("Slack does not answer channel {}, trying again in {} ms: {}", channel, pause.toMillis(), answer);
        }
    }

    private boolean tell(SlackAnswer.Refused refused) {
        desk.counts().count(Event.REFUSED);
        LOG.error("Slack refuses cards in channel {}: {}; {}", channel, refused.error(), CardCalls.cure(refused));
        return true;
    }

    private long waitNs() {
        long now = nanos();
        long ns = LOOK.toNanos();
        if (!desk.ready()) {
            return ns;
        }
        if (agenda.hasPosts()) {
            ns = Math.min(ns, posts.waitNs(now));
        }
        if (agenda.hasChanges()) {
            ns = Math.min(ns, bot.updates().waitNs(now));
        }
        return Math.max(ns, patience.waitNs(now));
    }

    private static long nanos() {
        return System.nanoTime();
    }

    @Override
    public void stop() {
        stopping = true;
        mail.ring();
    }

    /** A call under way ends first: what Slack has done must be known. */
    @Override
    public void close() {
        stop();
        Stoppable.end(thread, STOP_DEADLINE);
    }
}
