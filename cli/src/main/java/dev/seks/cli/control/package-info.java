// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
/** Orders of operators: freezing and what the broker made of an order. */
@NullMarked
package dev.seks.cli.control;

import org.jspecify.annotations.NullMarked;
