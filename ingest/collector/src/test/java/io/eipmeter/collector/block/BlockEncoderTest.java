package io.eipmeter.collector.block;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.eipmeter.schemas.v1.DatagramBlock;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlockEncoderTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void writesTheBytesThatTheGeneratedClassWrites(long seed) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    int count = 1 + random.nextInt(300);
    int[] after = new int[count];
    int[] lengths = new int[count];
    int[] ports = new int[count];
    int bytes = 0;
    for (int i = 0; i < count; i++) {
      after[i] = random.nextInt(100_000);
      lengths[i] = random.nextInt(1_500);
      ports[i] = 40_000 + random.nextInt(2);
      bytes += lengths[i];
    }
    byte[] payloads = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      payloads[i] = (byte) random.nextInt();
    }
    byte[] address = {127, 0, 0, 1};
    DatagramBlock.Builder expected =
        DatagramBlock.newBuilder()
            .setExporterAddress(ByteString.copyFrom(address))
            .setCollector("c-1")
            .setBootMs(1_795_384_000_000L)
            .setNumber(77)
            .setReceivedMs(1_795_384_000_123L)
            .setPayloads(ByteString.copyFrom(payloads));
    int told = 0;
    for (int i = 0; i < count; i++) {
      expected.addReceivedAfterMs(after[i]).addLengthBytes(lengths[i]);
      if (i == 0 || ports[i] != ports[i - 1]) {
        told = i + 1;
      }
    }
    for (int i = 0; i < told; i++) {
      expected.addSourcePort(i > 0 && ports[i] == ports[i - 1] ? 0 : ports[i]);
    }
    byte[] encoded =
        BlockEncoder.encode(
            address,
            new Origin("c-1", 1_795_384_000_000L),
            77,
            1_795_384_000_123L,
            after,
            lengths,
            ports.clone(),
            count,
            payloads,
            bytes);
    assertThat(encoded).isEqualTo(expected.build().toByteArray());
  }
}
