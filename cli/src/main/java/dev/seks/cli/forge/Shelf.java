// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.forge;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The repositories, in memory, of a bounded number. Safe for use by many threads. */
final class Shelf {
    static final int MAX_REPOSITORIES = 2_000;

    private final Map<String, Repository> repositories = new TreeMap<>();
    private final AtomicLong ids = new AtomicLong(1000);

    /** What a newcomer finds: the repositories and issues of acme. */
    static Shelf seeded() {
        Shelf shelf = new Shelf();
        shelf.put(new Repository(
                shelf.ids.incrementAndGet(),
                "acme",
                "site",
                "the website of acme",
                false,
                "main",
                List.of(
                        new Issue(7, "link in the footer is broken", "open", "mika"),
                        new Issue(9, "images load slowly on phones", "open", "ann"),
                        new Issue(4, "add a page about us", "closed", "ola"))));
        shelf.put(new Repository(
                shelf.ids.incrementAndGet(),
                "acme",
                "billing",
                "invoices and payments",
                true,
                "main",
                List.of(new Issue(12, "round half a cent to even", "open", "mika"))));
        shelf.put(new Repository(
                shelf.ids.incrementAndGet(), "acme", "docs", "handbook for customers", false, "main", List.of()));
        return shelf;
    }

    synchronized List<Repository> of(String owner) {
        return repositories.values().stream()
                .filter(repository -> repository.owner().equals(owner))
                .toList();
    }

    synchronized Optional<Repository> find(String owner, String name) {
        return Optional.ofNullable(repositories.get(owner + "/" + name));
    }

    /** The new repository, or nothing when there is one of that name already, or no room. */
    synchronized Optional<Repository> create(
            String owner, String name, @Nullable String description, boolean isPrivate) {
        if (repositories.size() >= MAX_REPOSITORIES || find(owner, name).isPresent()) {
            return Optional.empty();
        }
        Repository made = new Repository(ids.incrementAndGet(), owner, name, description, isPrivate, "main", List.of());
        put(made);
        return Optional.of(made);
    }

    synchronized boolean delete(String owner, String name) {
        return repositories.remove(owner + "/" + name) != null;
    }

    private void put(Repository repository) {
        repositories.put(repository.fullName(), repository);
    }
}
