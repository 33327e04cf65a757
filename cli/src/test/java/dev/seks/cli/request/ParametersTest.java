// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seks.cli.fault.EnvironmentFault;
import dev.seks.cli.option.ParamsOption;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParametersTest {
    private static final InputStream NOTHING = InputStream.nullInputStream();

    @Test
    void takesTextAsText() {
        assertThat(ParamPairs.object(List.of("name=site", "count=3", "note=a=b", "empty=")))
                .isEqualTo("{\"name\":\"site\",\"count\":\"3\",\"note\":\"a=b\",\"empty\":\"\"}");
    }

    @Test
    void takesJsonAsJson() {
        assertThat(ParamPairs.object(List.of("private:=true", "count:=3", "tags:=[\"a\"]", "text:=\"x\"")))
                .isEqualTo("{\"private\":true,\"count\":3,\"tags\":[\"a\"],\"text\":\"x\"}");
    }

    @Test
    void isAnEmptyObjectWithoutPairs() {
        assertThat(ParamPairs.object(List.of())).isEqualTo("{}");
    }

    @Test
    void refusesWhatIsNoPair() {
        assertThatThrownBy(() -> ParamPairs.object(List.of("name")))
                .isInstanceOf(EnvironmentFault.class)
                .hasMessage("parameter 'name', expected NAME=TEXT or NAME:=JSON");
        assertThatThrownBy(() -> ParamPairs.object(List.of("=x"))).hasMessageStartingWith("parameter '=x'");
        assertThatThrownBy(() -> ParamPairs.object(List.of(":=1"))).hasMessageStartingWith("parameter ':=1'");
    }

    @Test
    void refusesTheSameNameTwice() {
        assertThatThrownBy(() -> ParamPairs.object(List.of("a=1", "a:=2")))
                .hasMessage("parameter a is given twice, expected once");
    }

    @Test
    void refusesBrokenJson() {
        assertThatThrownBy(() -> ParamPairs.object(List.of("private:=yes")))
                .hasMessage("parameter private is no JSON, expected e.g. private:=true, or private=TEXT for text");
    }

    @Test
    void readsThemFromTheOptionAFileOrStandardInput(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("params.json"), "{\"a\":1}");
        InputStream in = new ByteArrayInputStream("{\"b\":2}".getBytes(StandardCharsets.UTF_8));

        assertThat(ParamsOption.text("{\"c\":3}", List.of(), NOTHING)).isEqualTo("{\"c\":3}");
        assertThat(ParamsOption.text("@" + file, List.of(), NOTHING)).isEqualTo("{\"a\":1}");
        assertThat(ParamsOption.text("-", List.of(), in)).isEqualTo("{\"b\":2}");
    }

    @Test
    void saysThatAFileIsMissing(@TempDir Path folder) {
        assertThatThrownBy(() -> ParamsOption.text("@" + folder.resolve("none"), List.of(), NOTHING))
                .hasMessage("there is no file " + folder.resolve("none") + ", expected one with a JSON object");
    }

    @Test
    void refusesBothWays() {
        assertThatThrownBy(() -> ParamsOption.text("{}", List.of("a=1"), NOTHING))
                .hasMessage("both --params and NAME=TEXT, expected one of them");
    }
}
