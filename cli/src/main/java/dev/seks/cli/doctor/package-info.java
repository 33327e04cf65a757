// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
/**
 * {@code seks doctor}: looks at this machine and at a cluster for what costs safety or speed, and names the cure. It
 * changes nothing.
 */
@NullMarked
package dev.seks.cli.doctor;

import org.jspecify.annotations.NullMarked;
