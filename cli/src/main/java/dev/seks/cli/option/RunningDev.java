// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.option;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seks.cli.fault.EnvironmentFault;
import dev.seks.schemas.wire.RecordJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A {@code seks dev} that runs on this machine, as its {@code dev.json} describes it.
 *
 * @param data the folder in which it was found
 * @param kafka host:port
 * @param inbox URL of the approval service
 * @param tokenFile holds the bearer token that deciding takes
 * @param policy the policy file
 */
public record RunningDev(Path data, String domain, String kafka, String inbox, Path tokenFile, Path policy) {
    private static final int MAX_FILE_BYTES = 64 * 1024;
    private static final String START = "start one with: ./seks dev";

    /**
     * The one whose data are in {@code data}.
     *
     * @throws EnvironmentFault when none was started there, or it has ended
     */
    public static RunningDev in(Path data) {
        Path file = data.resolve("dev.json");
        JsonNode json = read(file);
        long pid = json.path("pid").asLong();
        if (ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty()) {
            throw EnvironmentFault.of(
                            "seks dev is not running: " + file + " is of process " + pid + ", which has ended")
                    .hint("start it again with: ./seks dev" + option(data));
        }
        return new RunningDev(
                data,
                text(json, "domain", file),
                text(json, "kafka", file),
                text(json, "inbox", file),
                Path.of(text(json, "tokenFile", file)),
                Path.of(text(json, "policy", file)));
    }

    /** What to add to a command so that it finds this one: nothing when it is where commands look anyway. */
    public String option() {
        return option(data);
    }

    private static String option(Path data) {
        return data.equals(Path.of(ClusterOptions.DATA)) ? "" : " --data " + data;
    }

    private static JsonNode read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            JsonNode json = RecordJson.read(new String(in.readNBytes(MAX_FILE_BYTES), StandardCharsets.UTF_8));
            if (json == null || !json.path("pid").canConvertToLong()) {
                throw EnvironmentFault.of(file + " is not readable, expected the file as seks dev writes it")
                        .hint(START);
            }
            return json;
        } catch (NoSuchFileException e) {
            throw EnvironmentFault.of("no seks dev runs here: there is no " + file)
                    .hint(START + ", or name its folder with --data DIR");
        } catch (IOException e) {
            throw EnvironmentFault.because(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static String text(JsonNode json, String field, Path file) {
        JsonNode value = json.path(field);
        if (!value.isTextual()) {
            throw EnvironmentFault.of(file + " has no " + field + ", expected the file as seks dev writes it")
                    .hint(START);
        }
        return value.textValue();
    }
}
