// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Turns records of one type into values and back: byte 0, a 4-byte big-endian schema id, Avro binary (Confluent wire
 * format). Safe for use by many threads; each thread reuses its own buffers.
 *
 * <p>Decoding costs memory in proportion to the bytes given, whatever lengths they claim, and a value with bytes left
 * over is no record.
 */
public final class RecordCodec<T extends SpecificRecord> {
    private static final byte MAGIC = 0;
    private static final int HEADER_BYTES = 1 + Integer.BYTES;
    private static final RecordModel MODEL = new RecordModel();

    private final RecordType type;
    private final Class<T> recordClass;
    private final SchemaIds ids;
    private final byte[] header;
    private final DatumWriter<T> writer;
    private final Map<Integer, DatumReader<T>> readers = new ConcurrentHashMap<>();
    private final ThreadLocal<Buffers> buffers = ThreadLocal.withInitial(Buffers::new);

    private RecordCodec(Class<T> recordClass, SchemaIds ids) {
        this.type = RecordType.of(recordClass);
        this.recordClass = recordClass;
        this.ids = ids;
        this.header = ByteBuffer.allocate(HEADER_BYTES)
                .put(MAGIC)
                .putInt(ids.idOf(type))
                .array();
        this.writer = writer(type.schema());
    }

    /** The codec of one record class under the given ids. */
    public static <T extends SpecificRecord> RecordCodec<T> of(Class<T> recordClass, SchemaIds ids) {
        return new RecordCodec<>(recordClass, ids);
    }

    /** The value that stands for {@code message} in a topic. */
    public byte[] encode(T message) {
        Buffers mine = buffers.get();
        mine.out.reset();
        mine.out.write(header, 0, HEADER_BYTES);
        mine.encoder = EncoderFactory.get().directBinaryEncoder(mine.out, mine.encoder);
        try {
            writer.write(message, mine.encoder);
            mine.encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot encode in memory", e);
        }
        return mine.out.toByteArray();
    }

    /**
     * The record that {@code value} stands for.
     *
     * @throws WireException when it is null, not in the wire format, of an unknown schema, or not readable as this type
     */
    public T decode(byte @Nullable [] value) throws WireException {
        DatumReader<T> reader = reader(schemaId(value));
        Buffers mine = buffers.get();
        mine.decoder =
                DecoderFactory.get().binaryDecoder(value, HEADER_BYTES, value.length - HEADER_BYTES, mine.decoder);
        try {
            T message = reader.read(null, mine.decoder);
            if (!mine.decoder.isEnd()) {
                throw new WireException("bytes left over after the record, expected its end");
            }
            return message;
        } catch (IOException | RuntimeException e) {
            throw new WireException("bytes that are no " + type.schema().getName() + " in Avro binary", e);
        }
    }

    private int schemaId(byte @Nullable [] value) throws WireException {
        if (value == null) {
            throw new WireException("null, expected a " + type.schema().getName());
        }
        if (value.length < HEADER_BYTES || value[0] != MAGIC) {
            throw new WireException("not in the Confluent wire format, expected byte 0 and a 4-byte schema id");
        }
        return ByteBuffer.wrap(value).getInt(1);
    }

    private DatumReader<T> reader(int id) throws WireException {
        DatumReader<T> known = readers.get(id);
        if (known != null) {
            return known;
        }
        Schema written = ids.writerSchema(id);
        if (written == null) {
            throw new WireException("schema id " + id + " is not known, expected e.g. " + ids.idOf(type));
        }
        if (!written.getFullName().equals(type.schema().getFullName())) {
            throw new WireException(
                    "a " + written.getName() + ", expected a " + type.schema().getName());
        }
        DatumReader<T> reader = reader(written, type.schema());
        readers.put(id, reader);
        return reader;
    }

    @SuppressWarnings("unchecked") // the model's createDatumReader is not generic, ours are of one class
    private DatumReader<T> reader(Schema written, Schema read) {
        return MODEL.createDatumReader(written, read);
    }

    @SuppressWarnings("unchecked") // as above
    private DatumWriter<T> writer(Schema schema) {
        return MODEL.createDatumWriter(schema);
    }

    /** The class of the records. */
    public Class<T> recordClass() {
        return recordClass;
    }

    private static final class Buffers {
        private static final int USUAL_BYTES = 1024;

        private final ByteArrayOutputStream out = new ByteArrayOutputStream(USUAL_BYTES);
        private @Nullable BinaryEncoder encoder;
        private @Nullable BinaryDecoder decoder;
    }
}
