// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.invariant;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.seks.schemas.record.EventKind;
import dev.seks.schemas.record.JournalEntry;
import dev.seks.schemas.record.LimitUse;
import dev.seks.schemas.record.Outcome;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * I5: no window of any limit ever holds more than its maximum. Counted anew, with exact times, from what the journal
 * says was admitted: at every admission at time t the admissions in (t - W, t] weigh at most N. A request weighs 1, and in
 * a budget what the catalogue of its policy says that it costs.
 */
final class WindowsHold implements Invariant {
    private static final String MONEY = "usd/";
    private static final int MICRO_USD_DIGITS = 6;
    private static final YAMLMapper YAML = new YAMLMapper();

    private record Window(String domain, String key, long windowMs) {}

    private record Admission(long at, long weight) {}

    /** What one window admitted within its length, and how much that is. */
    private static final class Running {
        private final Deque<Admission> admissions = new ArrayDeque<>();
        private long sum;

        void forget(long until) {
            while (!admissions.isEmpty() && admissions.peekFirst().at() <= until) {
                sum -= admissions.removeFirst().weight();
            }
        }

        void add(Admission admission) {
            admissions.addLast(admission);
            sum += admission.weight();
        }
    }

    @Override
    public String number() {
        return "I5";
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        Map<Window, Running> windows = new HashMap<>();
        Map<String, Map<String, Long>> costs = new HashMap<>();
        for (Logged<JournalEntry> entry : evidence.log().journal()) {
            if (isAdmission(entry.said())) {
                Set<Window> counted = new HashSet<>();
                for (LimitUse use : entry.said().getLimits()) {
                    Window window = new Window(entry.said().getDomain(), use.getKey(), use.getWindowMs());
                    Running running = windows.computeIfAbsent(window, w -> new Running());
                    weigh(entry, use, cost(evidence, entry.said(), use, costs), findings);
                    admit(entry, use, running, counted.add(window), findings);
                }
            }
        }
    }

    private static void admit(
            Logged<JournalEntry> entry, LimitUse use, Running running, boolean isFirst, Findings findings) {
        long at = entry.said().getAt().toEpochMilli();
        running.forget(at - use.getWindowMs());
        long before = isFirst ? running.sum : running.sum - use.getWeight();
        if (use.getUsed() < before) {
            findings.entry(entry, named(use) + " says " + use.getUsed() + " used, the log shows " + before);
        }
        if (isFirst) {
            running.add(new Admission(at, use.getWeight()));
        }
        if (running.sum > use.getMax()) {
            findings.entry(
                    entry,
                    named(use) + " admits " + running.sum + " within " + use.getWindowMs() + " ms, at most "
                            + use.getMax());
        }
    }

    private static void weigh(Logged<JournalEntry> entry, LimitUse use, long expected, Findings findings) {
        if (use.getWeight() != expected) {
            findings.entry(entry, named(use) + " counts " + use.getWeight() + ", expected " + expected);
        }
    }

    private static long cost(
            Evidence evidence, JournalEntry entry, LimitUse use, Map<String, Map<String, Long>> costs) {
        if (!use.getKey().startsWith(MONEY)) {
            return 1;
        }
        return costs.computeIfAbsent(
                        entry.getDomain() + " " + entry.getPolicyVersion(), policy -> costs(evidence, entry))
                .getOrDefault(entry.getService() + " " + entry.getAction(), 0L);
    }

    /** What each action costs in millionths, read off the text of the bundle's catalogue by another reader of YAML. */
    private static Map<String, Long> costs(Evidence evidence, JournalEntry entry) {
        Map<String, Long> costs = new HashMap<>();
        evidence.log()
                .bundle(entry.getDomain(), entry.getPolicyVersion())
                .ifPresent(bundle -> bundle.getCatalogue().forEach(file -> addCosts(file.getText(), costs)));
        return costs;
    }

    private static void addCosts(String text, Map<String, Long> costs) {
        JsonNode file;
        try {
            file = YAML.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a catalogue in force is no YAML", e);
        }
        for (Map.Entry<String, JsonNode> action : file.path("actions").properties()) {
            JsonNode usd = action.getValue().path("cost").path("usd");
            if (!usd.isMissingNode()) {
                costs.put(
                        file.path("service").asText() + " " + action.getKey(),
                        new BigDecimal(usd.asText())
                                .movePointRight(MICRO_USD_DIGITS)
                                .longValueExact());
            }
        }
    }

    /** A request that consumed: admitted or asked about at first sight; repeats and denials consume nothing. */
    private static boolean isAdmission(JournalEntry entry) {
        return entry.getKind() == EventKind.REQUEST
                && entry.getOutcomes().stream()
                        .anyMatch(outcome -> outcome.getOutcome() != Outcome.DENIED && outcome.getFirstSeq() == null);
    }

    private static String named(LimitUse use) {
        return use.getName() + (use.getKey().isEmpty() ? "" : " of " + use.getKey());
    }
}
