package io.eipmeter.sim.lab.bench;

import com.google.protobuf.ByteString;
import io.eipmeter.schemas.v1.EipMinute;
import io.eipmeter.schemas.v1.FlowBlock;
import io.eipmeter.schemas.v1.SettledRow;
import io.eipmeter.schemas.v1.Usage;
import java.time.Instant;
import java.util.Random;

/**
 * Rows as real traffic makes them, heavy-tailed and in bursts. A flow has a random peer of 200,000,
 * random ports and a random end, so that real ones pack rather better.
 */
final class UsageRows {
  static final long START_MS = Instant.parse("2026-11-01T00:00:00Z").toEpochMilli();
  static final int FLOWS_A_BLOCK = 100;
  static final long MINUTE_MS = 60_000;

  /** From a minute's start to its close: the minute and the settle delay. */
  static final long CLOSE_AFTER_MS = 150_000;

  private static final int[] PORTS = {443, 80, 53, 22};

  private final Random random;

  UsageRows(long seed) {
    random = new Random(seed);
  }

  /** Of 100.64.0.0/16. */
  static ByteString eip(int number) {
    return address(100, 64, number);
  }

  private static ByteString address(int first, int second, int host) {
    byte[] bytes = new byte[16];
    bytes[10] = -1;
    bytes[11] = -1;
    bytes[12] = (byte) first;
    bytes[13] = (byte) second;
    bytes[14] = (byte) (host >> 8);
    bytes[15] = (byte) host;
    return ByteString.copyFrom(bytes);
  }

  SettledRow minute(int eip, int minute) {
    long minuteMs = START_MS + minute * MINUTE_MS;
    double scale = Math.exp(6 + eip % 100 / 10.0);
    long out = (long) (scale * Math.exp(1.2 * random.nextGaussian()));
    long in = (long) (scale * Math.exp(-1.5 + 0.8 * random.nextGaussian()));
    return SettledRow.newBuilder()
        .setCloseMs(minuteMs + CLOSE_AFTER_MS)
        .setMinute(
            EipMinute.newBuilder()
                .setAddress(eip(eip))
                .setMinuteMs(minuteMs)
                .setUsage(
                    Usage.newBuilder()
                        .setBytesOut(out)
                        .setBytesIn(in)
                        .setPacketsOut(out / 900 + 1)
                        .setPacketsIn(in / 200 + 1)
                        .setFlowsOut(out / 18_000 + 1)
                        .setFlowsIn(in / 5_000 + 1)
                        .setSamplingRateMin(1)
                        .setSamplingRateMax(1)
                        .setLongestRecordMs(1 + random.nextInt(60_000))))
        .build();
  }

  FlowBlock flows(int eips, int block) {
    long receivedMs = START_MS + block;
    FlowBlock.Builder flows =
        FlowBlock.newBuilder()
            .setExporterAddress(address(192, 0, 512 + block % 8))
            .setReceivedMs(receivedMs)
            .setProtocol("ipfix")
            .setPartition(block % 4)
            .setOffset(block);
    ByteString.Output src = ByteString.newOutput();
    ByteString.Output dst = ByteString.newOutput();
    ByteString.Output natSrc = ByteString.newOutput();
    for (int i = 0; i < FLOWS_A_BLOCK; i++) {
      int eip = (int) (Math.pow(random.nextDouble(), 3) * eips);
      int peer = new Random((long) (Math.pow(random.nextDouble(), 2) * 200_000)).nextInt();
      put(src, address(10, 0, eip));
      put(dst, address(peer >> 24, peer >> 16, peer));
      put(natSrc, eip(eip));
      flow(flows, receivedMs - random.nextInt(60_000), PORTS[peer & 3], i);
    }
    return flows
        .setSrc(src.toByteString())
        .setDst(dst.toByteString())
        .setPostNatSrc(natSrc.toByteString())
        .build();
  }

  private void flow(FlowBlock.Builder flows, long endMs, int peerPort, int index) {
    long packets = (long) Math.exp(5 + 1.5 * random.nextGaussian()) + 1;
    flows
        .addSrcPort(1_024 + random.nextInt(60_000))
        .addDstPort(peerPort)
        .addPostNatSrcPort(1_024 + random.nextInt(64_000))
        .addIpProtocol(6)
        .addBytes(packets * (60 + random.nextInt(1_400)))
        .addPackets(packets)
        .addStartMs(endMs - (long) Math.min(60_000, Math.exp(6 + 2 * random.nextGaussian())))
        .addEndMs(endMs)
        .addSamplingRate(1)
        .addInIf(1)
        .addOutIf(2)
        .addTcpFlags(27)
        .addIndex(index);
  }

  private static void put(ByteString.Output column, ByteString address) {
    column.write(address.toByteArray(), 0, address.size());
  }
}
