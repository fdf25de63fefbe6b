package io.eipmeter.protocols;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;

/**
 * Streams of any bytes, cut into datagrams of one exporter that already sent the examples. Replays
 * its corpus in a normal run; {@code JAZZER_FUZZ=1 mvn test -Dtest=DecodeFuzzTest} searches.
 */
class DecodeFuzzTest {
  private static final List<byte[]> EXAMPLES = DatagramStreams.examples();

  @FuzzTest(maxDuration = "1m")
  void decodesWithoutAThrow(FuzzedDataProvider data) {
    FuzzRun.decode(
        EXAMPLES, data.consumeInt(0, (1 << EXAMPLES.size()) - 1), cut(data), data.consumeLong());
  }

  private static byte[][] cut(FuzzedDataProvider data) {
    byte[][] datagrams = new byte[data.consumeInt(1, 4)][];
    for (int i = 0; i < datagrams.length; i++) {
      datagrams[i] = data.consumeBytes(i == datagrams.length - 1 ? 1_500 : data.consumeInt(0, 400));
    }
    return datagrams;
  }
}
