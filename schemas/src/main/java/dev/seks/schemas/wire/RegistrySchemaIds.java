// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.wire;

import java.util.Map;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Ids that a schema registry gave, resolved once when the process starts. Values under built-in ids stay readable, so a
 * log that began without a registry can go on with one.
 */
final class RegistrySchemaIds implements SchemaIds {
    private final Map<RecordType, Integer> ids;
    private final Map<Integer, Schema> schemas;

    private RegistrySchemaIds(RegistryContent content) throws RegistryException {
        this.ids = content.written();
        this.schemas = Map.copyOf(content.schemas());
    }

    static RegistrySchemaIds resolve(RegistryConfig config) throws RegistryException {
        for (RecordType type : RecordType.values()) {
            if (!config.subjects().containsValue(type)) {
                throw new IllegalArgumentException("no subject for " + type + ", expected one for every record");
            }
        }
        RegistryCache cache = new RegistryCache(config);
        try {
            RegistryContent content = RegistryContent.resolve(config);
            RegistrySchemaIds resolved = new RegistrySchemaIds(content);
            cache.save(content);
            return resolved;
        } catch (RegistryOutage outage) {
            return new RegistrySchemaIds(cache.load(outage));
        }
    }

    @Override
    public int idOf(RecordType type) {
        return ids.get(type);
    }

    @Override
    public @Nullable Schema writerSchema(int id) {
        Schema known = schemas.get(id);
        return known != null ? known : SchemaIds.builtIn().writerSchema(id);
    }
}
