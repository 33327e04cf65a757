// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.delivery;

import static dev.seks.approval.Asked.NOW;
import static dev.seks.approval.Asked.PARTITION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seks.approval.Asked;
import dev.seks.approval.HandClock;
import dev.seks.approval.inbox.Inbox;
import dev.seks.approval.inbox.InboxEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CourierTest {
    private static final Duration SOON = Duration.ofMinutes(1);

    private final Inbox inbox = new Inbox();
    private final HandClock clock = new HandClock(NOW.plusSeconds(1));
    private final Map<Integer, String> notes = new ConcurrentHashMap<>();
    private final Map<String, List<String>> people = new ConcurrentHashMap<>();
    private final Map<String, Function<Integer, Receipt>> answers = new ConcurrentHashMap<>();
    private final List<String> tried = new CopyOnWriteArrayList<>();
    private final List<String> taken = new CopyOnWriteArrayList<>();
    private final Set<String> unknown = ConcurrentHashMap.newKeySet();
    private final List<Courier> running = new ArrayList<>();

    @AfterEach
    void stop() {
        running.forEach(Courier::close);
    }

    @Test
    void tellsInTheOrderOfTheLogAndEachOnce() {
        open("r-2", 2);
        open("r-3", 3);
        open("r-1", 1);
        start(PARTITION);

        await().atMost(SOON).until(() -> taken.size() == 3);
        assertThat(taken).containsExactly("r-1 all", "r-2 all", "r-3 all");
        assertThat(tried).hasSize(3);
        await().atMost(SOON).until(() -> "posted-below=4".equals(notes.get(PARTITION)));
    }

    @Test
    void goesOnWithOthersWhenOneAlwaysFails() {
        answers.put("r-1 all", refusals -> Receipt.unclear("it breaks there"));
        open("r-1", 1);
        open("r-2", 2);
        open("r-3", 3);
        start(PARTITION);

        await().atMost(SOON).until(() -> taken.size() == 2);
        assertThat(taken).containsExactly("r-2 all", "r-3 all");
        assertThat(tried).filteredOn("r-1 all"::equals).hasSize(Courier.FAILURES_IN_A_ROW);
        assertThat(notes)
                .as("whoever comes next begins with the one that failed")
                .isEmpty();
    }

    @Test
    void goesOnWithOthersWhenAPersonMustCureSomethingAboutOne() {
        answers.put("r-1 all", refusals -> Receipt.closed("not for us"));
        open("r-1", 1);
        open("r-2", 2);
        start(PARTITION);

        await().atMost(SOON).until(() -> taken.size() == 1);
        assertThat(taken).containsExactly("r-2 all");
    }

    @Test
    void triesWhatIsRefusedAgainWhileOthersGoOnAndThenGivesUp() {
        answers.put(
                "r-1 all",
                refusals -> refusals < 2
                        ? Receipt.refused(Duration.ofMillis(100), "no")
                        : Receipt.givenUp("no, three times"));
        open("r-1", 1);
        open("r-2", 2);
        start(PARTITION);

        await().atMost(SOON).until(() -> "posted-below=3".equals(notes.get(PARTITION)));
        assertThat(tried).filteredOn("r-1 all"::equals).hasSize(3);
        assertThat(tried.indexOf("r-2 all")).isLessThan(tried.lastIndexOf("r-1 all"));
    }

    @Test
    void tellsEachOfSeveralWhoeverElseCannotBeTold() {
        people.put("r-1", List.of("mika", "ann", "ola"));
        answers.put("r-1 ann", refusals -> Receipt.refused(Duration.ofDays(1), "not now"));
        open("r-1", 1);
        start(PARTITION);

        await().atMost(SOON).until(() -> taken.size() == 2);
        assertThat(taken).containsExactly("r-1 mika", "r-1 ola");
        assertThat(notes).isEmpty();
        assertThat(running.get(0).waiting()).isEqualTo(1);
    }

    @Test
    void passesByWhatNobodyIsToBeToldOf() {
        people.put("r-1", List.of());
        open("r-1", 1);
        start(PARTITION);

        await().atMost(SOON).until(() -> "posted-below=2".equals(notes.get(PARTITION)));
        assertThat(tried).isEmpty();
    }

    @Test
    void waitsUntilItIsKnownWhoIsToBeToldWhileOthersGoOn() {
        unknown.add("r-1");
        open("r-1", 1);
        open("r-2", 2);
        start(PARTITION);
        await().atMost(SOON).until(() -> taken.equals(List.of("r-2 all")));
        assertThat(notes).isEmpty();

        unknown.clear();

        await().atMost(SOON).until(() -> "posted-below=3".equals(notes.get(PARTITION)));
        assertThat(tried).containsExactly("r-2 all", "r-1 all");
    }

    @Test
    void outlivesAnAddresseeThatThrows() {
        answers.put("r-1 all", refusals -> {
            if (tried.size() == 1) {
                throw new IllegalStateException("a fault of ours");
            }
            return Receipt.taken();
        });
        open("r-1", 1);
        start(PARTITION);

        await().atMost(SOON).until(() -> taken.size() == 1);
    }

    @Test
    void twoInstancesThatShareTellEachRequestOnce() {
        HandShift one = new HandShift(notes, PARTITION);
        HandShift other = new HandShift(notes);
        start(one);
        start(other);
        open("r-1", 1);
        await().atMost(SOON).until(() -> "posted-below=2".equals(notes.get(PARTITION)));

        one.take(PARTITION);
        other.give(PARTITION);
        open("r-2", 2);

        await().atMost(SOON).until(() -> "posted-below=3".equals(notes.get(PARTITION)));
        assertThat(tried).containsExactly("r-1 all", "r-2 all");
    }

    /** Once more, and to others, also when another instance comes after the request was told. */
    @Test
    void tellsOfMorePeopleOnceTheyAreAsked() {
        Instant later = Asked.NOW.plusSeconds(60);
        open("r-1", 1);
        start(PARTITION);
        await().atMost(SOON).until(() -> "posted-below=2".equals(notes.get(PARTITION)));

        escalate("r-1", 1, later);
        await().atMost(SOON)
                .until(() -> ("posted-below=2 escalated-below=" + later.toEpochMilli()).equals(notes.get(PARTITION)));
        assertThat(tried).containsExactly("r-1 all", "r-1 leads");

        running.forEach(Courier::close);
        escalate("r-2", 2, later.plusSeconds(1));
        start(PARTITION);
        await().atMost(SOON).until(() -> taken.contains("r-2 leads"));
        assertThat(taken).filteredOn("r-1 all"::equals).hasSize(1);
        assertThat(taken).contains("r-2 all");
    }

    /** Where several rules ask, each can be escalated at a time of its own. */
    @Test
    void tellsOfEachTimeAtWhichMorePeopleAreAsked() {
        escalate("r-1", 1, Asked.NOW.plusSeconds(60));
        start(PARTITION);
        await().atMost(SOON).until(() -> taken.contains("r-1 leads"));

        Asked again = Asked.request("r-1").offset(1).seq(10).escalatedAt(Asked.NOW.plusSeconds(90), "lea");
        inbox.pending(again.pending(), again.record(), PARTITION);

        await().atMost(SOON)
                .until(() -> taken.stream().filter("r-1 leads"::equals).count() == 2);
        assertThat(taken).filteredOn("r-1 all"::equals).hasSize(1);
    }

    /** What was brought before more people some time ago is not told again by whoever comes next. */
    @Test
    void notesWhatWasEscalatedSoThatItIsNotToldAgain() {
        Instant before = Asked.NOW.minusSeconds(3600);
        escalate("r-1", 1, before);
        start(PARTITION);

        await().atMost(SOON)
                .until(() ->
                        ("posted-below=2 escalated-below=" + (before.toEpochMilli() + 1)).equals(notes.get(PARTITION)));
        assertThat(tried).containsExactly("r-1 all", "r-1 leads");
    }

    private void escalate(String id, long offset, Instant time) {
        Asked asked = Asked.request(id).offset(offset).seq(9).escalatedAt(time, "lea");
        inbox.pending(asked.pending(), asked.record(), PARTITION);
    }

    private void open(String id, long offset) {
        Asked asked = Asked.request(id).offset(offset);
        inbox.pending(asked.pending(), asked.record(), PARTITION);
    }

    private void start(int... partitions) {
        start(new HandShift(notes, partitions));
    }

    private void start(Shift shift) {
        Pace pace = new Pace(100, Duration.ofMillis(1));
        Courier courier = new Courier(
                new Courier.Terms("courier-of-the-test", pace, Duration.ofSeconds(5)),
                new People(),
                new DeliveryDesk(inbox, shift, () -> true, clock));
        running.add(courier);
        courier.start();
    }

    private final class People implements Addressee {
        @Override
        public boolean knows(InboxEntry entry) {
            return !unknown.contains(entry.request().getRequestId());
        }

        @Override
        public List<Letter> letters(InboxEntry entry) {
            String id = entry.request().getRequestId();
            return people.getOrDefault(id, List.of("all")).stream()
                    .map(person -> (Letter) new NotedLetter(id, person))
                    .toList();
        }

        @Override
        public List<Letter> escalated(InboxEntry entry) {
            return List.of(new NotedLetter(entry.request().getRequestId(), "leads"));
        }
    }

    private final class NotedLetter implements Addressee.Letter {
        private final String id;
        private final String person;

        NotedLetter(String id, String person) {
            this.id = id;
            this.person = person;
        }

        @Override
        public String to() {
            return person;
        }

        @Override
        public Receipt deliver(int refusals) {
            String name = id + " " + person;
            tried.add(name);
            Receipt receipt =
                    answers.getOrDefault(name, count -> Receipt.taken()).apply(refusals);
            if (receipt.kind() == Receipt.Kind.TAKEN) {
                taken.add(name);
            }
            return receipt;
        }
    }
}
