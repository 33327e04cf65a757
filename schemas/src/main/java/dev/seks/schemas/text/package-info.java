// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Foreign text made safe to show: what an agent or a service wrote must not move a cursor, change a colour or reverse
 * the words around it.
 */
@NullMarked
package dev.seks.schemas.text;

import org.jspecify.annotations.NullMarked;
