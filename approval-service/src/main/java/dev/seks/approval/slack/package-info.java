/**
 * The way through Slack: a card for every request that waits, and the buttons under it. A button carries nothing but the
 * request's digest; what Slack sends is believed only when its signature over the raw bytes is right.
 */
@NullMarked
package dev.seks.approval.slack;

import org.jspecify.annotations.NullMarked;
