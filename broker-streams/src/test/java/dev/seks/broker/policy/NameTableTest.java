// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NameTableTest {

    @Test
    void numbersNamesInTheirOrder() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            names.add("agent" + i);
        }

        NameTable table = new NameTable(names);

        for (int i = 0; i < names.size(); i++) {
            assertThat(table.find("agent" + i)).isEqualTo(i);
        }
        assertThat(table.find("agent3000")).isEqualTo(-1);
        assertThat(table.find("")).isEqualTo(-1);
    }

    @Test
    void tellsNamesOfEqualHashApart() {

        assertThat("AaAa".hashCode()).isEqualTo("BBBB".hashCode()).isEqualTo("AaBB".hashCode());
        assertThat(new NameTable(List.of("AaAa", "BBBB")).find("BBBB")).isEqualTo(1);
        assertThat(new NameTable(List.of("AaAa", "BBBB")).find("AaBB")).isEqualTo(-1);
    }

    @Test
    void tellsNamesApartThatBeginAlikeOrAreOfOtherLetters() {
        NameTable table = new NameTable(List.of("repos", "repos.get", "repos.gex", ""));

        assertThat(table.find("repos.get")).isEqualTo(1);
        assertThat(table.find("")).isEqualTo(3);
        assertThat(List.of("repo", "repos.", "repos.geT", "repos.get ", "repоs", "repos\0"))
                .allSatisfy(name -> assertThat(table.find(name)).isEqualTo(-1));
    }

    @Test
    void refusesNamesOutsideOfAscii() {
        assertThatThrownBy(() -> new NameTable(List.of("repos", "repоs"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void findsNothingInAnEmptyTable() {
        assertThat(new NameTable(List.of()).find("a")).isEqualTo(-1);
    }
}
