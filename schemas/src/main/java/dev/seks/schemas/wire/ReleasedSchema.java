// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/**
 * A schema as some release published it. Its text is kept word for word and for ever: logs hold values written with it.
 *
 * @param generation number of the folder it is kept in, from 1
 */
record ReleasedSchema(int generation, RecordType type, String text) {
    /** How many generations of schemas there are; a folder each. */
    static final int GENERATIONS = 1;

    private static final String FOLDER = "/dev/seks/schemas/released/";

    /** All of them, oldest first. */
    static List<ReleasedSchema> all() {
        List<ReleasedSchema> all = new ArrayList<>();
        for (int generation = 1; generation <= GENERATIONS; generation++) {
            for (RecordType type : RecordType.values()) {
                String name = FOLDER + generation + "/" + type.schema().getName() + ".avsc";
                try (InputStream in = ReleasedSchema.class.getResourceAsStream(name)) {
                    if (in != null) { // the record is younger than the generation
                        String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                        all.add(new ReleasedSchema(generation, type, text));
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException("cannot read " + name, e);
                }
            }
        }
        return all;
    }

    Schema schema() {
        return new Schema.Parser().parse(text);
    }
}
