// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

/**
 * Requests that would do exactly the same, as a list shows them: as one.
 *
 * @param card the one that expires first of those that nobody has answered
 * @param count how many there are
 */
public record Pile(Card card, int count) {}
