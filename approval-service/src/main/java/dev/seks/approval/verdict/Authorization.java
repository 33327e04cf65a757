// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.verdict;

/** The answer to whether a person may decide a request. */
public enum Authorization {
    ALLOWED,
    /** The person is not among those whom the request asks. */
    NOT_ENTITLED,
    /** The person is, but approving this one takes more than a button in a chat. */
    NOT_SIGNED_ON
}
