// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.slack;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seks.schemas.digest.Digest;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a card in Slack is about and which of its faces it shows, written into the id of its first block. By it a card is
 * found again in the channel after a restart, and seen to be old. Slack wants another block id whenever a message
 * changes, which a new face gives.
 *
 * @param digest of the request
 * @param face of the card: what it shows, as the beginning of a digest
 */
record CardMark(String digest, String face) {
    private static final int FACE_LENGTH = 16;
    private static final Pattern SHAPE =
            Pattern.compile("seks\\.([0-9a-f]{" + Digest.HEX_LENGTH + "})\\.([0-9a-f]{" + FACE_LENGTH + "})");

    /** Of a request's card that shows {@code blocks}. */
    static CardMark of(String digest, JsonNode blocks) {
        return new CardMark(digest, Digest.of(blocks.toString()).substring(0, FACE_LENGTH));
    }

    /** The mark in a message as Slack tells of it; empty when the message is no card. */
    static Optional<CardMark> in(JsonNode message) {
        Matcher shape = SHAPE.matcher(message.at("/blocks/0/block_id").asText());
        return shape.matches() ? Optional.of(new CardMark(shape.group(1), shape.group(2))) : Optional.empty();
    }

    String blockId() {
        return "seks." + digest + "." + face;
    }
}
