// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The library for agents: publish a request to the log, and await what was decided and what came of it. Everything an
 * agent learns it learns from committed records; nothing here decides or holds a credential.
 */
@NullMarked
package dev.seks.client;

import org.jspecify.annotations.NullMarked;
