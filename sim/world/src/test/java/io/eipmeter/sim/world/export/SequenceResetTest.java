package io.eipmeter.sim.world.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.sim.world.Address;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A message of IPFIX tells its second and its sequence. Where the sequence falls to zero within one
 * second, nobody could tell what comes from a repetition of what came.
 */
class SequenceResetTest {
  private static final long RESET_MS = 5_200;

  private record Sent(long atMs, long exportS, long sequence, int records) {}

  private final List<Sent> sent = new ArrayList<>();
  private final IpfixExporter exporter =
      new IpfixExporter(
          new ExporterSetup(1, new DeviceClock(0, 0), 0, Sampling.NONE, false),
          (datagram, nowMs, sequence, units, carried) ->
              sent.add(
                  new Sent(
                      nowMs,
                      Integer.toUnsignedLong(ByteBuffer.wrap(datagram).getInt(4)),
                      Integer.toUnsignedLong(ByteBuffer.wrap(datagram).getInt(8)),
                      carried.size())));

  @Test
  void afterItNothingIsSaidForASecondThoughRecordsWait() {
    Address eip = Address.parse("198.18.0.1");
    Address peer = Address.parse("100.64.0.1");
    for (long nowMs = 0; nowMs <= 10_000; nowMs += 100) {
      if (nowMs == RESET_MS) {
        exporter.resetSequence(nowMs);
      }
      // A full datagram in each tick, so that some are always due.
      for (int i = 0; i < 60; i++) {
        FlowPath path = FlowPath.plain(eip, 1_024 + i, peer, 443, 17, true);
        exporter.export(
            FlowRecord.of(path, 1_000, 1, nowMs, nowMs, 0, FlowRecord.FORCED_END, 1), nowMs);
      }
      exporter.tick(nowMs);
    }
    List<Sent> before = sent.stream().filter(each -> each.atMs() <= RESET_MS).toList();
    List<Sent> after = sent.stream().filter(each -> each.atMs() > RESET_MS).toList();
    assertThat(exporter.waiting()).isPositive();
    assertThat(before.get(before.size() - 1).atMs()).isEqualTo(RESET_MS);
    assertThat(after.get(0)).matches(first -> first.sequence() == 0 && first.records() > 0);
    assertThat(after.get(0).atMs()).isEqualTo(RESET_MS + 1_000);
    assertThat(after).allMatch(each -> each.exportS() > before.get(before.size() - 1).exportS());
  }
}
