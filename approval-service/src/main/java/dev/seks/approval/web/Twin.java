// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

/** Another request that would do exactly the same as the one that a page shows. */
public record Twin(Card card, RequestDetail detail) {}
