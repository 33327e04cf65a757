// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

/** What a person is told became of one of several requests. */
public record Told(Card card, Notice notice) {}
