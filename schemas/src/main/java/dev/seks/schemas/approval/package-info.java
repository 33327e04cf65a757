// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
/** What an approval in a decision says about whom it asks, now and later. */
@NullMarked
package dev.seks.schemas.approval;

import org.jspecify.annotations.NullMarked;
