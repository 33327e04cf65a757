// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.notice;

import dev.seks.approval.text.Excerpt;
import dev.seks.schemas.text.Printable;
import java.util.regex.Pattern;

/** Foreign text in a notice: on one line, bounded, and with nothing that is not seen. */
final class NoticeText {
    /** Longest foreign text, in characters. */
    static final int MAX = 500;

    /** What mail programs take for the dot of a name: also the ideographic and the wide ones. */
    private static final Pattern DOT = Pattern.compile("[.\u3002\uff0e\uff61](?=[\\p{L}\\p{N}\\[])");

    private static final Pattern SCHEME = Pattern.compile("[:\uff1a](?=[/\uff0f])");
    private static final Pattern AT = Pattern.compile("[@\uff20]");

    private NoticeText() {}

    static String line(String text) {
        return line(text, MAX);
    }

    static String line(String text, int most) {
        return Excerpt.of(Printable.of(text), most);
    }

    /**
     * The same, so that no mail program makes a link of it: {@code acme.example} becomes {@code acme[.]example}. What an
     * agent asks for must not become a button in the mail of somebody who trusts us.
     */
    static String unlinked(String text, int most) {
        String noDots = DOT.matcher(line(text, most)).replaceAll("[.]");
        return AT.matcher(SCHEME.matcher(noDots).replaceAll("[:]")).replaceAll("[at]");
    }
}
