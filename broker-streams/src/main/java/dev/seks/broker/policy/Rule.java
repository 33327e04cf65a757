// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

/**
 * One rule as the policy's author wrote it.
 *
 * @param path where it stands, as in {@code agents.aeonbyte.services.github.allow[1]}
 * @param line line of the file, from 1
 */
public record Rule(String path, String file, int line, String pattern) {}
