// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.http;

import dev.seks.schemas.catalogue.ActionDefinition;
import dev.seks.schemas.catalogue.Call.HttpCall;
import dev.seks.schemas.catalogue.ParamDefinition;
import dev.seks.schemas.catalogue.Place;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Builds the URL of a call and then distrusts it: parsed again it must have the scheme, host, port and number of path
 * segments of the template, and no segment that a server could read as another path.
 */
final class CallUrl {
    /** A value that is still changing after so many decodings was made to confuse. */
    private static final int MAX_DECODINGS = 8;

    /** What bytes that are no UTF-8 decode to; a lenient server may read an overlong dot or slash in them. */
    private static final char UNDECODABLE = '\uFFFD';

    private static final Pattern OLD_ESCAPE = Pattern.compile("%[uU][0-9A-Fa-f]{4}");

    private CallUrl() {}

    /** Says that parameters would change where the call goes; the message holds no value. */
    static final class UnsafeUrlException extends Exception {
        private static final long serialVersionUID = 1L;

        UnsafeUrlException(String message) {
            super(message);
        }
    }

    /**
     * The URL for these checked parameters.
     *
     * @throws UnsafeUrlException when it is not the template's any more
     */
    static URI of(URI base, HttpCall call, ActionDefinition action, Map<String, Object> params)
            throws UnsafeUrlException {
        String query = query(action, params);
        String path = call.path(params);
        String text = base.toASCIIString() + path + (query.isEmpty() ? "" : "?" + query);
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException e) {
            throw new UnsafeUrlException("the parameters do not make a URL");
        }
        verifyAuthority(base, url);
        boolean asBuilt = url.getRawPath().equals(base.getRawPath() + path)
                && query.equals(url.getRawQuery() == null ? "" : url.getRawQuery());
        if (!asBuilt) {
            throw new UnsafeUrlException("the parameters change what is path and what is query");
        }
        verifyPath(base.getRawPath() + call.path().text(), url.getRawPath());
        return url;
    }

    private static String query(ActionDefinition action, Map<String, Object> params) {
        List<String> pairs = new ArrayList<>();
        for (ParamDefinition param : action.params().all()) {
            Object value = params.get(param.name());
            if (param.place() == Place.QUERY && value != null) {
                List<?> values = value instanceof List<?> several ? several : List.of(value);
                values.forEach(one -> pairs.add(encoded(param.name()) + "=" + encoded(one.toString())));
            }
        }
        return String.join("&", pairs);
    }

    /** Percent-encoding in which a blank is %20, which every server understands alike. */
    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
    }

    private static void verifyAuthority(URI base, URI url) throws UnsafeUrlException {
        boolean same = base.getScheme().equalsIgnoreCase(url.getScheme())
                && base.getHost().equalsIgnoreCase(url.getHost())
                && base.getPort() == url.getPort()
                && url.getRawUserInfo() == null
                && url.getRawFragment() == null;
        if (!same) {
            throw new UnsafeUrlException("the parameters change the host of the call");
        }
    }

    private static void verifyPath(String template, String path) throws UnsafeUrlException {
        String[] segments = path.split("/", -1);
        String[] written = template.split("/", -1);
        if (segments.length != written.length) {
            throw new UnsafeUrlException("the parameters change the number of path segments");
        }
        for (int i = 1; i < segments.length; i++) {
            if (written[i].indexOf('{') < 0 && !written[i].equals(segments[i])) {
                throw new UnsafeUrlException("the parameters change a segment that is none of theirs");
            }
            if (!isPlain(segments[i]) || (segments[i].isEmpty() && segments.length > 2)) {
                throw new UnsafeUrlException("a parameter would be read as another path");
            }
        }
    }

    /** Whether no server takes the segment for a path of its own, however often it decodes it. */
    private static boolean isPlain(String segment) {
        String decoded = segment;
        for (int rounds = 0; rounds < MAX_DECODINGS; rounds++) {
            if (isPathSyntax(decoded)) {
                return false;
            }
            String next;
            try {
                next = URLDecoder.decode(decoded.replace("+", "%2B"), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
                return true; // nothing left that decodes
            }
            if (next.equals(decoded)) {
                return true;
            }
            decoded = next;
        }
        return false;
    }

    private static boolean isPathSyntax(String segment) {
        // some servers fold look-alikes, such as a full-width slash, into ASCII
        String folded = Normalizer.normalize(segment, Normalizer.Form.NFKC);
        String name = folded.contains(";") ? folded.substring(0, folded.indexOf(';')) : folded;
        return name.equals(".")
                || name.equals("..")
                || folded.indexOf('/') >= 0
                || folded.indexOf('\\') >= 0
                || folded.indexOf(UNDECODABLE) >= 0
                || OLD_ESCAPE.matcher(folded).find()
                || folded.chars().anyMatch(Character::isISOControl);
    }
}
