// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
/**
 * What follows from the orders that operators give: the part that every process which obeys them must see alike. Pure.
 */
@NullMarked
package dev.seks.schemas.control;

import org.jspecify.annotations.NullMarked;
