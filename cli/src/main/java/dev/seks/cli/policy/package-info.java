// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
/**
 * {@code seks policy}: checks, tests, explains and compares policy files, and publishes them together with their
 * catalogue. What works on files alone needs no Kafka, and loads none of it.
 */
@NullMarked
package dev.seks.cli.policy;

import org.jspecify.annotations.NullMarked;
