// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.verdict;

/** What became of an attempt to decide a request. Only ACCEPTED means that a verdict was published. */
public enum VerdictOutcome {
    /** Kafka acknowledged the verdict; what follows from it the broker decides. */
    ACCEPTED("the verdict is published"),
    UNKNOWN_REQUEST("no request with this digest waits or was decided lately"),
    AMBIGUOUS("several requests have digests that begin so"),
    NOT_A_DIGEST("not a request digest or the first 6 or more characters of one, in lower-case hex"),
    NOT_ENTITLED("you are not among the people whom this request asks"),
    NOT_SIGNED_ON("approving this request takes a person who signs in to the inbox"),
    ALREADY_DECIDED("the request is decided already"),
    /** A verdict was published and what the broker makes of it has not come back. */
    ALREADY_ANSWERED("the request is answered already"),
    EXPIRED("the request was not approved in time"),
    COMMENT_TOO_LONG("the comment is longer than 2000 characters"),
    NOT_GRANTABLE("the policy does not let this be granted, or not for so long or so often"),
    UNKNOWN_GRANT("no grant with this id holds or has ended lately"),
    NOT_THE_GIVER("only those who gave this grant may end it here; an operator can with seks grants revoke"),
    /** Or somebody's word that it is to end is on its way. */
    GRANT_ENDED("the grant has ended already, or is about to"),
    /** It is not known whether the verdict was written; saying it again does no harm. */
    UNAVAILABLE("the verdict could not be published, try again");

    private final String sentence;

    VerdictOutcome(String sentence) {
        this.sentence = sentence;
    }

    /** One sentence for a person, lower case, no full stop. */
    public String sentence() {
        return sentence;
    }
}
