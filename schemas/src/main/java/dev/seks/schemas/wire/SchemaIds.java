// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.wire;

import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Which number stands for which schema in the first five bytes of a value.
 *
 * <p>Everything is resolved when the process starts; both methods answer from memory, never block and are safe for
 * use by many threads.
 */
public interface SchemaIds {

    /** The id under which this build writes records of {@code type}. */
    int idOf(RecordType type);

    /** The schema that a record with this id was written with, or null when the id is not known. */
    @Nullable
    Schema writerSchema(int id);

    /** Ids computed from the schemas' texts; needs no server. */
    static SchemaIds builtIn() {
        return BuiltInSchemaIds.INSTANCE;
    }

    /**
     * Ids of a schema registry. Blocks until the registry has answered, or until its deadline.
     *
     * @throws RegistryException when the registry refuses, or is down and no ids were kept from an earlier start
     */
    static SchemaIds fromRegistry(RegistryConfig config) throws RegistryException {
        return RegistrySchemaIds.resolve(config);
    }
}
