// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.slack;

import dev.seks.approval.delivery.Pace;

/**
 * What all channels have in common that a bot posts to.
 *
 * @param updates how often cards may be changed, over all channels
 */
record Bot(SlackApi api, ChannelPlan plan, Pace updates) {}
