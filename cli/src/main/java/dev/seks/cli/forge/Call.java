// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.forge;

import java.time.Instant;

/**
 * A call that the forge got.
 *
 * @param path the path without the query
 * @param authorised whether it carried the right token
 */
public record Call(Instant at, String method, String path, int status, boolean authorised) {}
