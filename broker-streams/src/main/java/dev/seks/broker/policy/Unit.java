// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import java.math.BigDecimal;

/** What a limit counts. */
public enum Unit {
    /** Requests, one each. */
    REQUESTS,
    /** What requests cost, in millionths of a US dollar. */
    MICRO_USD;

    private static final String MONEY = "usd/";
    private static final int DIGITS = 6;

    /** What the limit with this key counts. */
    public static Unit of(String key) {
        return key.startsWith(MONEY) ? MICRO_USD : REQUESTS;
    }

    /** The key under which it is counted for {@code owner}. */
    String key(String owner) {
        return switch (this) {
            case REQUESTS -> owner;
            case MICRO_USD -> MONEY + owner;
        };
    }

    /** So much of it as a policy would say it: a number of requests, or dollars as in {@code 0.05}. */
    public String told(long amount) {
        return switch (this) {
            case REQUESTS -> Long.toString(amount);
            case MICRO_USD ->
                BigDecimal.valueOf(amount, DIGITS).stripTrailingZeros().toPlainString();
        };
    }

    /** The word behind an amount. */
    public String word() {
        return switch (this) {
            case REQUESTS -> "requests";
            case MICRO_USD -> "USD";
        };
    }
}
