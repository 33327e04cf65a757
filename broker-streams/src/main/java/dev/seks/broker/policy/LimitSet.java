// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import java.util.List;

/** The limits that one request must have room in, by what they count together. */
public record LimitSet(
        List<LimitRule> global, List<LimitRule> ofAgent, List<LimitRule> ofService, List<LimitRule> ofAction) {}
