// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
/**
 * What operators have frozen, read by the executor itself straight from the topic of orders, so that a freeze waits neither
 * behind requests nor for the broker. While it is not known what is frozen, nothing is done.
 */
@NullMarked
package dev.seks.executor.control;

import org.jspecify.annotations.NullMarked;
