// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.seks.schemas.record.CapabilityRequest;
import java.nio.ByteBuffer;

/** Whatever the bytes are, they are one request that can be written again, or none. The corpus runs with every build. */
class RequestDecoderFuzzTest {
    private static final int ID_AT = 1;
    private static final SchemaIds IDS = SchemaIds.builtIn();
    private static final RecordCodec<CapabilityRequest> CODEC = RecordCodec.of(CapabilityRequest.class, IDS);

    @FuzzTest(maxDuration = "1m")
    void readsARequestOrNone(byte[] value) {
        read(value);
        if (value.length >= ID_AT + Integer.BYTES) {
            read(ByteBuffer.allocate(value.length)
                    .put(value)
                    .put(0, (byte) 0)
                    .putInt(ID_AT, IDS.idOf(RecordType.CAPABILITY_REQUEST))
                    .array());
        }
    }

    private static void read(byte[] value) {
        CapabilityRequest request;
        try {
            request = CODEC.decode(value);
        } catch (WireException e) {
            assertThat(e.getMessage()).isNotEmpty().hasSizeLessThan(500);
            return;
        }
        try {
            assertThat(CODEC.decode(CODEC.encode(request))).isEqualTo(request);
        } catch (WireException e) {
            throw new AssertionError("what was read cannot be written and read again", e);
        }
    }
}
