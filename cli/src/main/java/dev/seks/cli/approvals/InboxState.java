// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.approvals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import org.jspecify.annotations.Nullable;

/**
 * What a person sees of the requests that wait, and where in it they are. The chosen request is kept by its digest: what
 * others decide meanwhile never moves another one under the cursor. A request can be approved or denied only while all
 * of it has been on the screen.
 */
final class InboxState {
    /** For how long one key approves the same besides, where that may be granted. */
    static final Duration A_WHILE = Duration.ofMinutes(10);

    private static final int FRAME_LINES = 4;
    private static final int SMALLEST_HEIGHT = FRAME_LINES + 2;

    private final ApprovalText text;
    private List<JsonNode> waiting = List.of();
    private int total;
    private @Nullable String chosen;
    private View view = View.LIST;
    private int top;
    private boolean seenWhole;
    private String note = "";

    InboxState(ApprovalText text) {
        this.text = text;
    }

    private enum View {
        LIST,
        WHOLE,
        /** The whole request, and the question whether to approve it. */
        APPROVING,
        /** The same, with the question whether to approve the same for a while besides. */
        APPROVING_FOR_A_WHILE
    }

    /** Takes in what waits now. */
    void refresh(List<JsonNode> entries, int all) {
        int at = index();
        waiting = List.copyOf(entries);
        total = all;
        if (find(chosen).isPresent()) {
            return;
        }
        if (view != View.LIST) {
            note = "the request that you looked at was decided or has expired";
        }
        view = View.LIST;
        top = 0;
        chosen = waiting.isEmpty() ? null : ApprovalText.digest(waiting.get(Math.min(at, waiting.size() - 1)));
    }

    void say(String what) {
        note = what;
    }

    /** Moves to what the key leads to; a verdict, if it asks for one. */
    Optional<Ask> press(Key key) {
        note = key == Key.OTHER ? note : "";
        JsonNode entry = find(chosen).orElse(null);
        if (entry == null) {
            return key == Key.QUIT || key == Key.BACK ? Optional.of(Ask.quit()) : Optional.empty();
        }
        return switch (view) {
            case LIST -> inList(key, entry);
            case WHOLE -> inWhole(key, entry);
            case APPROVING -> approving(key, new Ask(Ask.Kind.APPROVE, entry));
            case APPROVING_FOR_A_WHILE -> approving(key, new Ask(Ask.Kind.APPROVE_FOR_A_WHILE, entry));
        };
    }

    private Optional<Ask> inList(Key key, JsonNode entry) {
        switch (key) {
            case UP -> move(-1);
            case DOWN -> move(1);
            case SHOW, APPROVE, APPROVE_FOR_A_WHILE, DENY -> {
                view = View.WHOLE;
                top = 0;
                seenWhole = false;
                if (key != Key.SHOW) {
                    note = "this is all of it; press the key again to decide";
                }
            }
            case BACK, QUIT -> {
                return Optional.of(Ask.quit());
            }
            case YES, OTHER -> {}
        }
        return Optional.empty();
    }

    private Optional<Ask> inWhole(Key key, JsonNode entry) {
        switch (key) {
            case UP -> top = Math.max(0, top - 1);
            case DOWN -> top++;
            case APPROVE, APPROVE_FOR_A_WHILE, DENY -> {
                if (!seenWhole) {
                    note = "there is more of it below: see all of it first";
                } else if (key == Key.DENY) {
                    return Optional.of(new Ask(Ask.Kind.DENY, entry));
                } else if (key == Key.APPROVE) {
                    view = View.APPROVING;
                } else if (isGrantable(entry)) {
                    view = View.APPROVING_FOR_A_WHILE;
                } else {
                    note = "the policy does not let this be granted for " + A_WHILE.toMinutes() + " minutes";
                }
            }
            case BACK, QUIT -> view = View.LIST;
            case SHOW, YES, OTHER -> {}
        }
        return Optional.empty();
    }

    private Optional<Ask> approving(Key key, Ask ask) {
        view = View.WHOLE;
        if (key == Key.YES) {
            return Optional.of(ask);
        }
        note = "not approved";
        return Optional.empty();
    }

    /** Whether the policy lets an approval go with the same for a while. */
    /** How often the same may be done besides, as the person is told before they say yes. */
    static int usesForAWhile(JsonNode entry) {
        return entry.at("/approval/maxGrant/maxUses").asInt();
    }

    private static boolean isGrantable(JsonNode entry) {
        return entry.at("/approval/maxGrant/ttlMs").asLong() >= A_WHILE.toMillis();
    }

    /** The verdict was taken down: on to what else waits. */
    void answered() {
        view = View.LIST;
        top = 0;
    }

    private void move(int by) {
        chosen = ApprovalText.digest(waiting.get(Math.max(0, Math.min(waiting.size() - 1, index() + by))));
    }

    private int index() {
        for (int i = 0; i < waiting.size(); i++) {
            if (ApprovalText.digest(waiting.get(i)).equals(chosen)) {
                return i;
            }
        }
        return 0;
    }

    private Optional<JsonNode> find(@Nullable String digest) {
        return waiting.stream()
                .filter(entry -> ApprovalText.digest(entry).equals(digest))
                .findFirst();
    }

    /** The lines of a screen of this size, which hold nothing that a terminal would obey. */
    List<AttributedString> lines(int columns, int rows) {
        int room = Math.max(rows, SMALLEST_HEIGHT) - FRAME_LINES;
        List<AttributedString> lines = new ArrayList<>();
        JsonNode entry = view == View.LIST ? null : find(chosen).orElse(null);
        lines.add(styled(entry == null ? heading() : position(), AttributedStyle.BOLD));
        lines.add(AttributedString.EMPTY);
        List<AttributedString> body = entry == null ? list(columns, room) : whole(entry, columns, room);
        lines.addAll(body);
        for (int i = body.size(); i < room; i++) {
            lines.add(AttributedString.EMPTY);
        }
        lines.add(cut(new AttributedString(note), columns));
        String help = help(entry == null ? find(chosen).orElse(MissingNode.getInstance()) : entry);
        lines.add(cut(styled(help, AttributedStyle.DEFAULT.faint()), columns));
        return lines;
    }

    private String heading() {
        if (total == 0) {
            return "nothing waits for a person";
        }
        String shown = waiting.size() < total ? ", " + waiting.size() + " shown" : "";
        return total + (total == 1 ? " request waits" : " requests wait") + " for a person" + shown;
    }

    private String position() {
        return "request " + (index() + 1) + " of " + waiting.size();
    }

    private String help(JsonNode entry) {
        String minutes = "for " + A_WHILE.toMinutes() + " min";
        String longer = isGrantable(entry) ? "t approve " + minutes + "   " : "";
        return switch (view) {
            case LIST -> "a approve   " + longer + "d deny   s show   up/down move   q quit";
            case WHOLE -> "a approve   " + longer + "d deny   up/down scroll   q back";
            case APPROVING -> "approve exactly this? y yes   any other key no";
            case APPROVING_FOR_A_WHILE ->
                "approve this, and the same " + minutes + ", at most " + usesForAWhile(entry)
                        + " times? y yes   else no";
        };
    }

    private List<AttributedString> list(int columns, int room) {
        int at = index();
        int first = Math.max(0, Math.min(at - room / 2, waiting.size() - room));
        List<AttributedString> lines = new ArrayList<>();
        for (int i = first; i < Math.min(waiting.size(), first + room); i++) {
            AttributedString line = AttributedString.fromAnsi((i == at ? "> " : "  ") + text.line(waiting.get(i)));
            lines.add(cut(line, columns));
        }
        return lines;
    }

    private List<AttributedString> whole(JsonNode entry, int columns, int room) {
        List<AttributedString> all = text.whole(entry)
                .lines()
                .flatMap(line -> AttributedString.fromAnsi(line).columnSplitLength(columns).stream())
                .toList();
        top = Math.max(0, Math.min(top, all.size() - room));
        seenWhole |= top + room >= all.size();
        return all.subList(top, Math.min(all.size(), top + room));
    }

    private static AttributedString styled(String words, AttributedStyle style) {
        return new AttributedStringBuilder().styled(style, words).toAttributedString();
    }

    private static AttributedString cut(AttributedString line, int columns) {
        return line.columnLength() <= columns
                ? line
                : new AttributedStringBuilder()
                        .append(line.columnSubSequence(0, Math.max(0, columns - 1)))
                        .append("\u2026")
                        .toAttributedString();
    }
}
