// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.call;

/**
 * Why a call did not succeed.
 *
 * @param code a stable word for programs
 * @param message one sentence for a person; never a secret, never a payload
 */
public record CallError(String code, String message) {}
