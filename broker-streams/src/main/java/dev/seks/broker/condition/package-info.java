// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
/**
 * What a rule may ask beyond names: a condition in CEL over the parameters and the circumstances of a request, and hours of
 * days. A condition is parsed when its policy is read, held against the parameters of each action that it can reach when
 * the policy is compiled, and bounded in what it may cost. Everything here is pure: time comes in with the request.
 */
@NullMarked
package dev.seks.broker.condition;

import org.jspecify.annotations.NullMarked;
