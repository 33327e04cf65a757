// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.seks.schemas.record.CapabilityRequest;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostileBytesTest {
    private static final int HEADER = 5;
    private static final int FUZZED = 100_000;
    private static final long SEED = 20260301L;
    /** What an attempt to read may allocate: a part that does not depend on the value, and a multiple of its length. */
    private static final long FIXED_BYTES = 64 * 1024;

    private static final long BYTES_PER_BYTE = 200;

    private final SchemaIds ids = SchemaIds.builtIn();
    private final RecordCodec<CapabilityRequest> codec = RecordCodec.of(CapabilityRequest.class, ids);
    private final Map<RecordType, RecordCodec<? extends SpecificRecord>> codecs = new EnumMap<>(RecordType.class);
    private final byte[] good = codec.encode(Examples.request());

    @Test
    void readsWhatItWrote() throws WireException {
        assertThat(codec.decode(good)).isEqualTo(Examples.request());
    }

    @Test
    void refusesNull() {
        assertThatThrownBy(() -> codec.decode(null))
                .isInstanceOf(WireException.class)
                .hasMessage("null, expected a CapabilityRequest");
    }

    @ParameterizedTest
    @EnumSource
    void refusesAValueCutAtAnyByte(RecordType type) {
        byte[] value = AnyCodec.encode(Examples.of(type), ids);

        for (int length = 0; length < value.length; length++) {
            byte[] cut = Arrays.copyOf(value, length);

            assertThatThrownBy(() -> AnyCodec.decode(type, cut, ids))
                    .as("%s cut to %d bytes", type, length)
                    .isInstanceOf(WireException.class);
        }
    }

    @Test
    void refusesBytesAfterTheRecord() {
        byte[] longer = Arrays.copyOf(good, good.length + 1);

        assertThatThrownBy(() -> codec.decode(longer))
                .isInstanceOf(WireException.class)
                .hasMessageContaining("left over");
    }

    @ParameterizedTest
    @ValueSource(bytes = {1, 2, 0x7f, -1})
    void refusesAnotherMagicByte(byte magic) {
        byte[] other = good.clone();
        other[0] = magic;

        assertThatThrownBy(() -> codec.decode(other))
                .isInstanceOf(WireException.class)
                .hasMessageContaining("Confluent wire format");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void refusesAnUnknownId(int id) {
        byte[] other = good.clone();
        ByteBuffer.wrap(other).putInt(1, id);

        assertThatThrownBy(() -> codec.decode(other))
                .isInstanceOf(WireException.class)
                .hasMessageContaining("schema id " + id + " is not known");
    }

    @Test
    void refusesTheIdOfAnotherRecord() {
        byte[] other = good.clone();
        ByteBuffer.wrap(other).putInt(1, ids.idOf(RecordType.TICK));

        assertThatThrownBy(() -> codec.decode(other))
                .isInstanceOf(WireException.class)
                .hasMessage("a Tick, expected a CapabilityRequest");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 1_000_000, Integer.MAX_VALUE - 8L, Integer.MAX_VALUE, Long.MAX_VALUE, Long.MIN_VALUE})
    void refusesAStringOfForgedLengthWithoutMakingRoomForIt(long length) {
        byte[] forged = bytes(ids.idOf(RecordType.CAPABILITY_REQUEST), length);

        assertRefusedCheaply(RecordType.CAPABILITY_REQUEST, forged);
    }

    @ParameterizedTest
    @ValueSource(longs = {1_000_000, Integer.MAX_VALUE - 8L, Integer.MAX_VALUE, Long.MAX_VALUE, Long.MIN_VALUE})
    void refusesAnArrayOfForgedCountWithoutMakingRoomForIt(long count) {
        // a bundle: domain "", version 0, policy file "" "", then the count of its catalogue
        byte[] forged = bytes(ids.idOf(RecordType.POLICY_BUNDLE), 0, 0, 0, 0, count);
        byte[] forgedBlock = bytes(ids.idOf(RecordType.POLICY_BUNDLE), 0, 0, 0, 0, -Math.max(count, 1), 0);

        assertRefusedCheaply(RecordType.POLICY_BUNDLE, forged);
        assertRefusedCheaply(RecordType.POLICY_BUNDLE, forgedBlock);
    }

    @ParameterizedTest
    @ValueSource(strings = {"e9", "c0af", "eda080", "f5808080", "e282"})
    void refusesTextThatIsNotUtf8(String hex) {
        byte[] broken = HexFormat.of().parseHex(hex);
        byte[] value = codec.encode(because("#".repeat(broken.length)));

        byte[] forged = replaced(value, "#".repeat(broken.length).getBytes(StandardCharsets.UTF_8), broken);

        assertThatThrownBy(() -> codec.decode(forged))
                .isInstanceOf(WireException.class)
                .hasMessage("bytes that are no CapabilityRequest in Avro binary");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ufffd", "caf\u00e9 \ufffd", "\ud83d\ude00", "\u0000\uffff"})
    void readsAnyTextThatIsUtf8(String text) throws WireException {
        CapabilityRequest request = because(text);

        assertThat(codec.decode(codec.encode(request)).getReason()).isEqualTo(text);
    }

    @Test
    void meetsNothingButRefusalsInRandomBytes() {
        Random random = new Random(SEED);
        RecordType[] types = RecordType.values();
        byte[][] examples = Arrays.stream(types)
                .map(type -> AnyCodec.encode(Examples.of(type), ids))
                .toArray(byte[][]::new);
        int refused = 0;

        for (int i = 0; i < FUZZED; i++) {
            int type = random.nextInt(types.length);
            byte[] value = mutated(examples[type], random);
            if (!isRead(types[type], value, "seed " + SEED + " round " + i)) {
                refused++;
            }
        }

        assertThat(refused).as("some must be refused, some still be records").isBetween(FUZZED / 10, FUZZED - 1);
    }

    private void assertRefusedCheaply(RecordType type, byte[] value) {
        assertThat(isRead(type, value, type.toString())).isFalse();
    }

    private boolean isRead(RecordType type, byte[] value, String what) {
        RecordCodec<? extends SpecificRecord> reader =
                codecs.computeIfAbsent(type, t -> RecordCodec.of(t.recordClass(), ids));
        boolean read = isRead(reader, value); // the first time, classes are loaded too
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        long before = threads.getThreadAllocatedBytes(thread);

        boolean readAgain = isRead(reader, value);

        assertThat(threads.getThreadAllocatedBytes(thread) - before)
                .as("bytes allocated for %s of %d bytes", what, value.length)
                .isLessThan(FIXED_BYTES + BYTES_PER_BYTE * value.length);
        assertThat(readAgain).isEqualTo(read);
        return read;
    }

    private static boolean isRead(RecordCodec<? extends SpecificRecord> reader, byte[] value) {
        try {
            reader.decode(value);
            return true;
        } catch (WireException e) {
            return false;
        }
    }

    private static CapabilityRequest because(String reason) {
        return CapabilityRequest.newBuilder()
                .setRequestId("0195-request")
                .setDomain("acme")
                .setAgent("aeonbyte")
                .setService("github")
                .setAction("repos.get")
                .setReason(reason)
                .setCreatedAt(Instant.EPOCH)
                .build();
    }

    private static byte[] replaced(byte[] value, byte[] part, byte[] other) {
        String text = new String(value, StandardCharsets.ISO_8859_1);
        int at = text.indexOf(new String(part, StandardCharsets.ISO_8859_1));
        byte[] replaced = value.clone();
        System.arraycopy(other, 0, replaced, at, other.length);
        return replaced;
    }

    private static byte[] mutated(byte[] original, Random random) {
        byte[] value = original.clone();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            int at = HEADER + random.nextInt(value.length - HEADER);
            switch (random.nextInt(4)) {
                case 0 -> value[at] = (byte) random.nextInt();
                case 1 -> value[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> value = Arrays.copyOf(value, Math.max(HEADER + 1, at));
                default -> value = spliced(value, at, random.nextLong() >> random.nextInt(64));
            }
        }
        return value;
    }

    private static byte[] spliced(byte[] value, int at, long number) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(value, 0, at);
        writeZigZag(out, number);
        out.write(value, at, value.length - at);
        return out.toByteArray();
    }

    private static byte[] bytes(int id, long... numbers) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(ByteBuffer.allocate(HEADER).put((byte) 0).putInt(id).array());
        for (long number : numbers) {
            writeZigZag(out, number);
        }
        return out.toByteArray();
    }

    private static void writeZigZag(ByteArrayOutputStream out, long number) {
        long rest = number << 1 ^ number >> 63;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
