// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.forge;

/** An issue of a repository. */
record Issue(int number, String title, String state, String author) {}
