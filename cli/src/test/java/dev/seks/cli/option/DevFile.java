// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.option;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The {@code dev.json} of a {@code seks dev} that is made up. */
public record DevFile(Path folder, long pid, String kafka, String inbox) {

    /** One of this very process, with nobody behind its addresses. */
    public static DevFile in(Path folder) {
        return new DevFile(folder, ProcessHandle.current().pid(), "127.0.0.1:1", "http://127.0.0.1:1");
    }

    public DevFile pid(long pid) {
        return new DevFile(folder, pid, kafka, inbox);
    }

    public DevFile kafka(String kafka) {
        return new DevFile(folder, pid, kafka, inbox);
    }

    public DevFile inbox(String inbox) {
        return new DevFile(folder, pid, kafka, inbox);
    }

    /** Writes it, with a token and a policy beside it; gives the folder as an argument. */
    public String write() {
        try {
            Path token = Files.writeString(folder.resolve("token"), "the-token\n");
            Path policy = Files.writeString(
                    folder.resolve("seks-policy.yaml"), "version: 1\nagents:\n  aeonbyte: { services: {} }\n");
            Files.writeString(
                    folder.resolve("dev.json"),
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("pid", pid)
                            .put("domain", "default")
                            .put("kafka", kafka)
                            .put("inbox", inbox)
                            .put("tokenFile", token.toString())
                            .put("policy", policy.toString())
                            .toString());
            return folder.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
