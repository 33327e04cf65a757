// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
/** That no byte of a credential comes out anywhere, whatever the services do with theirs. */
@NullMarked
package dev.seks.tests.canary;

import org.jspecify.annotations.NullMarked;
