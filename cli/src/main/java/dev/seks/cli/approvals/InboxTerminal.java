// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.approvals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seks.cli.fault.EnvironmentFault;
import dev.seks.schemas.text.Printable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jline.keymap.BindingReader;
import org.jline.keymap.KeyMap;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.NonBlockingReader;

/** The inbox on a whole terminal: shows what waits as it changes, and takes down what a person says about it. */
final class InboxTerminal {
    /** How long what is shown may be behind. */
    private static final Duration REFRESH = Duration.ofSeconds(1);

    private static final Size USUAL = Size.of(80, 24);
    private static final String ESCAPE = KeyMap.esc();
    private static final KeyMap<Key> KEYS = keys();

    private final ApprovalsApi api;
    private final Terminal terminal;
    private final ApprovalText text;
    private final InboxState state;
    private final Display display;
    private final BindingReader reader;

    /** At the terminal of this process, until the person leaves. */
    static void open(ApprovalsApi api, ApprovalText text) {
        try (Terminal terminal = TerminalBuilder.builder().system(true).build()) {
            new InboxTerminal(api, terminal, text).run();
        } catch (IOException e) {
            throw EnvironmentFault.because("this terminal cannot be used", e).hint("./seks approvals list prints");
        }
    }

    InboxTerminal(ApprovalsApi api, Terminal terminal, ApprovalText text) {
        this.api = api;
        this.terminal = terminal;
        this.text = text;
        state = new InboxState(text);
        display = new Display(terminal, true);
        reader = new BindingReader(terminal.reader());
    }

    private static KeyMap<Key> keys() {
        KeyMap<Key> keys = new KeyMap<>();
        keys.setNomatch(Key.OTHER);
        keys.setUnicode(Key.OTHER);
        keys.setAmbiguousTimeout(100);
        keys.bind(Key.UP, "k", ESCAPE + "[A", ESCAPE + "OA");
        keys.bind(Key.DOWN, "j", " ", ESCAPE + "[B", ESCAPE + "OB");
        keys.bind(Key.SHOW, "s", "\r", "\n");
        keys.bind(Key.APPROVE, "a");
        keys.bind(Key.APPROVE_FOR_A_WHILE, "t");
        keys.bind(Key.DENY, "d");
        keys.bind(Key.YES, "y");
        keys.bind(Key.BACK, ESCAPE, KeyMap.del());
        keys.bind(Key.QUIT, "q", KeyMap.ctrl('C'), KeyMap.ctrl('D'));
        return keys;
    }

    /**
     * Goes on until the person leaves.
     *
     * @throws EnvironmentFault when the service does not accept the token
     */
    void run() {
        Attributes before = terminal.enterRawMode();
        // the same as any other key: raw mode leaves signals on
        terminal.handle(Terminal.Signal.INT, signal -> reader.runMacro("q"));
        terminal.puts(Capability.enter_ca_mode);
        terminal.puts(Capability.cursor_invisible);
        try {
            loop();
        } finally {
            terminal.puts(Capability.cursor_visible);
            terminal.puts(Capability.exit_ca_mode);
            terminal.flush();
            terminal.setAttributes(before);
        }
    }

    private void loop() {
        refresh();
        while (true) {
            draw();
            int next = reader.peekCharacter(REFRESH.toMillis());
            if (next == NonBlockingReader.READ_EXPIRED) {
                refresh();
                continue;
            }
            Key key = next == NonBlockingReader.EOF ? null : reader.readBinding(KEYS);
            if (key == null) {
                return;
            }
            Optional<Ask> ask = state.press(key);
            if (ask.isPresent() && ask.get().kind() == Ask.Kind.QUIT) {
                return;
            }
            ask.ifPresent(this::answer);
        }
    }

    private void draw() {
        Size size = terminal.getSize();
        Size shown = size.getColumns() > 0 && size.getRows() > 0 ? size : USUAL;
        display.resize(shown);
        display.update(state.lines(shown.getColumns(), shown.getRows()), 0);
        terminal.flush();
    }

    private void refresh() {
        asked(() -> api.list("open"), "what is shown may be old").ifPresent(answer -> {
            List<JsonNode> waiting = new ArrayList<>();
            JsonNode listed = answer.body().path("approvals");
            listed.forEach(waiting::add);
            state.refresh(waiting, answer.body().path("total").asInt(waiting.size()));
        });
    }

    /** The answer, unless it is a refusal, or there is none, which the person is told. */
    private Optional<Answer> asked(Supplier<Answer> call, String withoutAnswer) {
        Answer answer;
        try {
            answer = call.get();
        } catch (EnvironmentFault away) {
            state.say("the approval service does not answer: " + withoutAnswer);
            return Optional.empty();
        }
        if (answer.isRefusal()) {
            refused(answer);
            return Optional.empty();
        }
        return Optional.of(answer);
    }

    private void refused(Answer answer) {
        String detail = Printable.of(answer.detail());
        if (answer.status() == Answer.NOT_SIGNED_IN) {
            throw EnvironmentFault.of("the approval service does not accept the token any longer: " + detail);
        }
        state.say(Answer.meaning(answer.status()) + ": " + detail);
    }

    private void answer(Ask ask) {
        Optional<String> comment = ask.kind() == Ask.Kind.DENY ? reason() : Optional.of("");
        if (comment.isEmpty()) {
            state.say("not denied");
            return;
        }
        asked(() -> decide(ask, comment.get()), "it is not known whether it was taken down")
                .ifPresent(answer -> {
                    state.answered();
                    refresh();
                    state.say(text.recorded(said(ask), ask.entry()));
                });
    }

    private Answer decide(Ask ask, String comment) {
        return ask.kind() == Ask.Kind.APPROVE_FOR_A_WHILE
                ? api.approve(ask.digest(), comment, InboxState.A_WHILE, InboxState.usesForAWhile(ask.entry()))
                : api.decide(ask.digest(), ask.kind().name(), comment);
    }

    private static String said(Ask ask) {
        return switch (ask.kind()) {
            case APPROVE -> "approve";
            case APPROVE_FOR_A_WHILE -> "approve for " + InboxState.A_WHILE.toMinutes() + " minutes";
            case DENY -> "deny";
            case QUIT -> throw new IllegalStateException("nothing is said by leaving");
        };
    }

    /** Why it is denied, perhaps nothing; empty when the person breaks off. */
    private Optional<String> reason() {
        terminal.puts(Capability.cursor_visible);
        terminal.puts(Capability.cursor_address, terminal.getSize().getRows() - 1, 0);
        terminal.puts(Capability.clr_eol);
        terminal.flush();
        LineReader line = LineReaderBuilder.builder().terminal(terminal).build();
        line.setOpt(LineReader.Option.DISABLE_EVENT_EXPANSION);
        try {
            return Optional.of(line.readLine("deny it; why? (enter: no reason, ctrl-c: do not deny) "));
        } catch (UserInterruptException | EndOfFileException brokenOff) {
            return Optional.empty();
        } finally {
            terminal.enterRawMode();
            terminal.puts(Capability.cursor_invisible);
            display.clear();
        }
    }
}
