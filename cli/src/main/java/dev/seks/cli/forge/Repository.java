// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.forge;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A repository, as the forge keeps and shows it. */
record Repository(
        long id,
        String owner,
        String name,
        @Nullable String description,
        @JsonProperty("private") boolean isPrivate,
        @JsonProperty("default_branch") String defaultBranch,
        @JsonIgnore List<Issue> issues) {

    Repository {
        issues = List.copyOf(issues);
    }

    @JsonProperty("full_name")
    String fullName() {
        return owner + "/" + name;
    }

    @JsonProperty("open_issues_count")
    long openIssues() {
        return issues.stream().filter(issue -> issue.state().equals("open")).count();
    }
}
