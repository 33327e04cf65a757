// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.schemas.yaml.SourceFile;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CommentedKeysTest {
    @Test
    void warnsWhenACommentedDenyLeavesItsEntriesToTheListAbove() {
        List<String> found = in("""
                github:
                  allow:
                    - "repos.get"   # reads

                  # deny:
                    - "repos.delete"
                """);

        assertThat(found)
                .containsExactly("p.yaml:5:3: warning: deny: is commented out, so the entries below it belong to allow"
                        + " (line 2); comment them out too, or write deny: []");
    }

    @Test
    void warnsOfEveryKeyAndShape() {
        assertThat(in("allow:\n- a\n#require_approval:\n- b\n"))
                .singleElement()
                .asString()
                .startsWith("p.yaml:3:1: warning: require_approval: is commented out");
        assertThat(in("allow:\n- a\n## \"deny\":  # for now\n# why\n- b\n")).hasSize(1);
        assertThat(in("deny:\n# allow:\n- b\n")).hasSize(1);
        assertThat(in("allow:\n- action: a\n  during: { from: x }\n# deny:\n- b\n"))
                .hasSize(1);
    }

    @Test
    void isSilentWhenTheEntriesAreCommentedOutTooOrBelongToAnotherKey() {
        assertThat(in("allow:\n- a\n# deny:\n# - b\nrequire_approval:\n- c\n")).isEmpty();
        assertThat(in("allow:\n- a\n# deny: nothing here\n- b\n")).isEmpty();
        assertThat(in("allow:\n- a\n# deny: [b]\n- c\n")).isEmpty();
        assertThat(in("people:\n# deny:\n- b\n")).isEmpty();
        assertThat(in("allow:\n# allow:\n- b\n")).isEmpty();
        assertThat(in("# deny:\n")).isEmpty();
        assertThat(in("")).isEmpty();
    }

    private static List<String> in(String text) {
        return CommentedKeys.in(new SourceFile("p.yaml", text)).stream()
                .map(Object::toString)
                .toList();
    }
}
