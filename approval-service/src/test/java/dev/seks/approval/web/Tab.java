// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/** One tab of a browser, as a person uses it: real key presses and clicks, and what it asked for and complained about. */
final class Tab {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int MAX_PIXELS = 4_000;

    private final Chromium browser;
    private final String session;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    Tab(Chromium browser, String session) {
        this.browser = browser;
        this.session = session;
        browser.onEvent(this::hear);
        for (String domain : List.of("Page", "Network", "Log", "Runtime")) {
            ask(domain + ".enable", Chromium.object());
        }
    }

    private void hear(JsonNode event) {
        if (!event.path("sessionId").asText().equals(session)) {
            return;
        }
        JsonNode params = event.path("params");
        switch (event.path("method").asText()) {
            case "Network.requestWillBeSent" ->
                requests.add(params.path("request").path("url").asText());
            case "Log.entryAdded" ->
                complaints.add(params.path("entry").path("text").asText());
            case "Runtime.exceptionThrown" ->
                complaints.add(params.path("exceptionDetails").toString());
            case "Runtime.consoleAPICalled" -> {
                if (List.of("error", "warning", "assert")
                        .contains(params.path("type").asText())) {
                    complaints.add(params.path("args").toString());
                }
            }
            default -> {}
        }
    }

    /** Every address that was asked for. */
    List<String> requests() {
        return requests;
    }

    /** What the console holds: errors, warnings, and what the content policy stopped. */
    List<String> complaints() {
        return complaints;
    }

    Tab size(int width, int height) {
        ask(
                "Emulation.setDeviceMetricsOverride",
                Chromium.object()
                        .put("width", width)
                        .put("height", height)
                        .put("deviceScaleFactor", 1)
                        .put("mobile", false));
        return this;
    }

    Tab scheme(String scheme) {
        ObjectNode params = Chromium.object();
        params.putArray("features")
                .addObject()
                .put("name", "prefers-color-scheme")
                .put("value", scheme);
        ask("Emulation.setEmulatedMedia", params);
        return this;
    }

    /** Goes there and waits until the page is whole. */
    Tab open(URI address) {
        ask("Page.navigate", Chromium.object().put("url", address.toString()));
        return whole();
    }

    /** Waits until the page is whole: before that its scripts may not have begun to hear keys and clicks. */
    private Tab whole() {
        return until("location.href !== 'about:blank' && document.readyState === 'complete'");
    }

    JsonNode eval(String script) {
        JsonNode answer = ask(
                "Runtime.evaluate", Chromium.object().put("expression", script).put("returnByValue", true));
        if (answer.has("exceptionDetails")) {
            throw new AssertionError(script + ": " + answer.path("exceptionDetails"));
        }
        return answer.path("result").path("value");
    }

    /** Waits until the script gives true; a page that is being left gives nothing. */
    Tab until(String script) {
        await(script).atMost(PATIENCE).ignoreExceptions().until(() -> {
            try {
                return eval(script).booleanValue();
            } catch (AssertionError leaving) {
                return false;
            }
        });
        return this;
    }

    /** Waits until the text is shown, in upper or lower case. */
    Tab untilShown(String text) {
        return until("document.body.innerText.toLowerCase().includes(" + quoted(text.toLowerCase(Locale.ROOT)) + ")");
    }

    String text(String selector) {
        return eval("document.querySelector(" + quoted(selector) + ").innerText")
                .asText();
    }

    Tab click(String selector) {
        whole().until("document.querySelector(" + quoted(selector) + ") !== null");
        JsonNode box = eval("(() => { const e = document.querySelector(" + quoted(selector) + ");"
                + " e.scrollIntoView({ block: 'center' }); const b = e.getBoundingClientRect();"
                + " return { x: b.x + b.width / 2, y: b.y + b.height / 2 }; })()");
        for (String type : List.of("mousePressed", "mouseReleased")) {
            ask(
                    "Input.dispatchMouseEvent",
                    Chromium.object()
                            .put("type", type)
                            .put("x", box.path("x").asDouble())
                            .put("y", box.path("y").asDouble())
                            .put("button", "left")
                            .put("clickCount", 1));
        }
        return this;
    }

    /** Presses one key: a character, Enter, Escape or Tab. */
    Tab press(String key) {
        whole();
        String text = key.equals("Enter") ? "\r" : key.length() == 1 ? key : "";
        int code = switch (key) {
            case "Enter" -> 13;
            case "Escape" -> 27;
            case "Tab" -> 9;
            default -> Character.toUpperCase(key.charAt(0));
        };
        for (String type : List.of("keyDown", "keyUp")) {
            ask(
                    "Input.dispatchKeyEvent",
                    Chromium.object()
                            .put("type", type)
                            .put("key", key)
                            .put("text", type.equals("keyDown") ? text : "")
                            .put("windowsVirtualKeyCode", code));
        }
        return this;
    }

    Tab type(String text) {
        ask("Input.insertText", Chromium.object().put("text", text));
        return this;
    }

    /** Writes a picture of the whole page. */
    void picture(Path file) {
        ObjectNode params = Chromium.object().put("format", "png").put("captureBeyondViewport", true);
        JsonNode size = ask("Page.getLayoutMetrics", Chromium.object()).path("cssContentSize");
        params.putObject("clip")
                .put("x", 0)
                .put("y", 0)
                .put("width", size.path("width").asDouble())
                .put("height", Math.min(MAX_PIXELS, size.path("height").asDouble()))
                .put("scale", 1);
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.write(
                    file,
                    Base64.getDecoder()
                            .decode(ask("Page.captureScreenshot", params)
                                    .path("data")
                                    .asText()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode ask(String method, ObjectNode params) {
        return browser.ask(session, method, params);
    }

    private static String quoted(String text) {
        return Chromium.object().textNode(text).toString();
    }
}
