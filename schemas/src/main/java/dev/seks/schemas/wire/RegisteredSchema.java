// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.wire;

/** A schema as a registry keeps it: its id and its text. */
record RegisteredSchema(int id, String text) {}
