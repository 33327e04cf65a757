// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

import org.jspecify.annotations.Nullable;

/**
 * Who makes a request.
 *
 * @param session null when the caller showed the bearer token
 */
record Caller(Identity who, @Nullable Session session) {}
