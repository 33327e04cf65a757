// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.topic;

/** How large records may be, in bytes; whatever carries a request has ample room above the request itself. */
public final class Sizes {
    /** A request's value, after decompression. One byte more is MALFORMED. */
    public static final int REQUEST_VALUE = 128 * 1024;

    /** A request's params as UTF-8. */
    public static final int PARAMS = 64 * 1024;

    /** What the topic of requests accepts in one batch. */
    public static final int REQUEST_RECORD = 256 * 1024;

    /** What the topics of decisions and results accept in one batch. */
    public static final int DECISION_RECORD = 1024 * 1024;

    /** A policy bundle's texts together, before compression. */
    public static final int BUNDLE_TEXT = 2 * 1024 * 1024;

    /** What the topics of bundles and of the journal accept in one batch. */
    public static final int BUNDLE_RECORD = 4 * 1024 * 1024;

    /** {@code max.request.size} of every producer of ours, {@code max.partition.fetch.bytes} of every reader. */
    public static final int CLIENT_REQUEST = 8 * 1024 * 1024;

    private Sizes() {}
}
