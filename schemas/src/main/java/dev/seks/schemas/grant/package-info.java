// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
/** What agents were granted, how much of it is used and how it ended, added up from decisions and the journal. */
@NullMarked
package dev.seks.schemas.grant;

import org.jspecify.annotations.NullMarked;
