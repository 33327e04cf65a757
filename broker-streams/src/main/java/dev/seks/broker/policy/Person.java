// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import java.util.Optional;

/**
 * A person whom a policy lists.
 *
 * @param id the name by which policy, verdicts and decisions call them
 * @param name as other people know them; the id where the file gives none
 * @param slack team and user, as in {@code T024BE7LD/U2147483697}
 * @param email address under which they sign on
 */
public record Person(String id, String name, Optional<String> slack, Optional<String> email) {}
