// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.forge;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the forge can do: a handler for each method and path, as on the forges that agents know. */
final class Routes {
    /** Whom the token belongs to, and so who owns what is created with it. */
    static final String OWNER = "acme";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,100}");
    private static final int MAX_TEXT = 10_000;
    private static final List<Map<String, Object>> USERS =
            List.of(Map.of("login", "mika", "admin", true), Map.of("login", "ann", "admin", false));

    private final Shelf shelf;
    private final MailDesk mail = new MailDesk();
    private final List<Route> routes = new ArrayList<>();

    Routes(Shelf shelf, CallLog log) {
        this.shelf = shelf;
        route("GET", "/user/repos", asked -> Answer.ok(shelf.of(OWNER)));
        route("POST", "/user/repos", this::create);
        route("GET", "/users/([^/]+)/repos", asked -> Answer.ok(shelf.of(asked.part(1))));
        route("GET", "/repos/([^/]+)/([^/]+)", this::get);
        route("DELETE", "/repos/([^/]+)/([^/]+)", this::delete);
        route("GET", "/repos/([^/]+)/([^/]+)/issues", this::issues);
        route("GET", "/admin/users", asked -> Answer.ok(USERS));
        route("GET", "/mail/messages", asked -> Answer.ok(mail.all()));
        route("POST", "/mail/messages", this::send);
        route("GET", "/_log", asked -> Answer.ok(log.all()));
    }

    /** What is asked: the matched path and the body, an empty object when there is none. */
    record Asked(Matcher path, JsonNode body) {
        String part(int group) {
            return path.group(group);
        }

        String text(String field) {
            return body.path(field).asText("");
        }
    }

    private interface Handler {
        Answer answer(Asked asked);
    }

    private record Route(String method, Pattern path, Handler handler) {}

    Answer answer(String method, String path, JsonNode body) {
        boolean known = false;
        for (Route route : routes) {
            Matcher matcher = route.path().matcher(path);
            if (matcher.matches()) {
                known = true;
                if (route.method().equals(method)) {
                    return route.handler().answer(new Asked(matcher, body));
                }
            }
        }
        return known ? Answer.error(405, "method not allowed") : Answer.error(404, "not found");
    }

    private void route(String method, String path, Handler handler) {
        routes.add(new Route(method, Pattern.compile(path), handler));
    }

    private Answer create(Asked asked) {
        String name = asked.text("name");
        if (!NAME.matcher(name).matches()) {
            return Answer.error(422, "name must be 1 to 100 letters, digits, dots, underscores or hyphens");
        }
        String description = asked.text("description");
        boolean isPrivate = asked.body().path("private").asBoolean(false);
        Optional<Repository> made = shelf.create(OWNER, name, description.isEmpty() ? null : description, isPrivate);
        return made.map(repository -> new Answer(201, repository))
                .orElseGet(() -> Answer.error(422, "name already exists on this account"));
    }

    private Answer get(Asked asked) {
        return shelf.find(asked.part(1), asked.part(2))
                .map(Answer::ok)
                .orElseGet(() -> Answer.error(404, "no such repository"));
    }

    private Answer delete(Asked asked) {
        return shelf.delete(asked.part(1), asked.part(2))
                ? new Answer(204, null)
                : Answer.error(404, "no such repository");
    }

    private Answer issues(Asked asked) {
        return shelf.find(asked.part(1), asked.part(2))
                .map(repository -> Answer.ok(repository.issues()))
                .orElseGet(() -> Answer.error(404, "no such repository"));
    }

    private Answer send(Asked asked) {
        String to = asked.text("to");
        String subject = asked.text("subject");
        if (!to.contains("@") || to.length() + subject.length() > MAX_TEXT) {
            return Answer.error(422, "to must be a mail address");
        }
        return new Answer(202, mail.take(to, subject));
    }
}
