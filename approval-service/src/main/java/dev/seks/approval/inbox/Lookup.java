// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.inbox;

/** What became of a search by digest or by the beginning of one. */
public sealed interface Lookup {

    record Found(InboxEntry entry) implements Lookup {}

    record NotFound() implements Lookup {}

    /** Several requests have digests that begin so. */
    record Ambiguous() implements Lookup {}

    /** Neither a digest nor a beginning that is long enough. */
    record NotADigest() implements Lookup {}
}
