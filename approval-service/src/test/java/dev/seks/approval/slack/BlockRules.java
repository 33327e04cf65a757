// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import com.slack.api.SlackConfig;
import com.slack.api.model.block.ActionsBlock;
import com.slack.api.model.block.ContextBlock;
import com.slack.api.model.block.HeaderBlock;
import com.slack.api.model.block.InputBlock;
import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.block.RichTextBlock;
import com.slack.api.model.block.SectionBlock;
import com.slack.api.model.block.composition.TextObject;
import com.slack.api.model.block.element.BlockElement;
import com.slack.api.model.block.element.ButtonElement;
import com.slack.api.model.view.View;
import com.slack.api.util.json.GsonFactory;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Whether Slack would take blocks: every property known to Slack's own library, and all within the limits of its Block
 * Kit reference.
 */
public final class BlockRules {
    private static final int MAX_BLOCKS = 50;
    private static final int MAX_HEADER = 150;
    private static final int MAX_TEXT = 3_000;
    private static final int MAX_CONTEXT = 10;
    private static final int MAX_BUTTONS = 25;
    private static final int MAX_BLOCK_ID = 255;
    private static final int MAX_LABEL = 75;
    private static final int MAX_VALUE = 2_000;
    private static final int MAX_URL = 3_000;
    private static final int MAX_RICH_TEXT = 4_000;
    private static final int MAX_TITLE = 24;
    private static final Gson GSON = strict();

    private BlockRules() {}

    private static Gson strict() {
        SlackConfig config = new SlackConfig();
        config.setFailOnUnknownProperties(true);
        return GsonFactory.createSnakeCase(config);
    }

    /** What is wrong with the blocks of a message; empty when nothing is. */
    public static Optional<String> fault(JsonNode blocks) {
        try {
            LayoutBlock[] read = GSON.fromJson(blocks.toString(), LayoutBlock[].class);
            require(read.length >= 1 && read.length <= MAX_BLOCKS, "blocks");
            Set<String> ids = new HashSet<>();
            for (LayoutBlock block : read) {
                String id = block.getBlockId();
                require(id == null || id.length() <= MAX_BLOCK_ID && ids.add(id), "block_id");
                check(block);
            }
            return Optional.empty();
        } catch (JsonParseException | IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** What is wrong with a window; empty when nothing is. */
    public static Optional<String> windowFault(JsonNode view) {
        try {
            View read = GSON.fromJson(view.toString(), View.class);
            require("modal".equals(read.getType()), "type");
            require(read.getTitle().getText().length() <= MAX_TITLE, "title");
            require(read.getSubmit().getText().length() <= MAX_TITLE, "submit");
            require(read.getClose().getText().length() <= MAX_TITLE, "close");
            require(read.getPrivateMetadata().length() <= MAX_TEXT, "private_metadata");
            return fault(view.path("blocks"));
        } catch (JsonParseException | IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static void check(LayoutBlock block) {
        if (block instanceof HeaderBlock header) {
            length(header.getText().getText(), MAX_HEADER, "header");
        } else if (block instanceof SectionBlock section) {
            length(section.getText().getText(), MAX_TEXT, "section");
        } else if (block instanceof ContextBlock context) {
            require(!context.getElements().isEmpty() && context.getElements().size() <= MAX_CONTEXT, "context");
            context.getElements().forEach(element -> length(((TextObject) element).getText(), MAX_TEXT, "context"));
        } else if (block instanceof RichTextBlock rich) {
            length(GSON.toJson(rich), MAX_RICH_TEXT * 2, "rich_text");
        } else if (block instanceof ActionsBlock actions) {
            require(!actions.getElements().isEmpty() && actions.getElements().size() <= MAX_BUTTONS, "actions");
            Set<String> ids = new HashSet<>();
            actions.getElements().forEach(element -> check(element, ids));
        } else {
            require(block instanceof InputBlock, "kind " + block.getType());
        }
    }

    private static void check(BlockElement element, Set<String> ids) {
        ButtonElement button = (ButtonElement) element;
        length(button.getText().getText(), MAX_LABEL, "button");
        require(ids.add(button.getActionId()), "action_id");
        require(button.getValue() == null || button.getValue().length() <= MAX_VALUE, "value");
        require(button.getUrl() == null || button.getUrl().length() <= MAX_URL, "url");
        require(button.getStyle() == null || Set.of("primary", "danger").contains(button.getStyle()), "style");
    }

    private static void length(String text, int most, String what) {
        require(!text.isEmpty() && text.length() <= most, what + " of " + text.length() + " characters");
    }

    private static void require(boolean right, String what) {
        if (!right) {
            throw new IllegalArgumentException(what);
        }
    }
}
