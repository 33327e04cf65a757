// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
/**
 * What all tests leave behind: their folders stay until the last of them, and a test of its own searches everything for
 * the credentials that were used. Who keeps one does so in a {@link dev.seks.tests.leftovers.SecretsFolder}.
 */
@NullMarked
package dev.seks.tests.leftovers;

import org.jspecify.annotations.NullMarked;
