package io.eipmeter.protocols;

import static io.eipmeter.protocols.Exports.ipfix;
import static io.eipmeter.protocols.Exports.netflow5;
import static io.eipmeter.protocols.Exports.netflow5Record;
import static io.eipmeter.protocols.Exports.netflow9;
import static io.eipmeter.protocols.Exports.set;
import static io.eipmeter.protocols.Exports.sflow;
import static io.eipmeter.protocols.Exports.template;
import static io.eipmeter.protocols.Exports.u32;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Two collectors hear an exporter, each misses some, and the log holds both in any interleaving:
 * each flow counts once, and what both missed is lost.
 */
class TwoCollectorsTest {
  private static final int CLEAN_START = 24;

  /** A datagram as sent: its flows' numbers, and how many sequence numbers it takes. */
  private record Sent(byte[] bytes, long receivedMs, List<Long> flows, int units) {}

  @Property(tries = 300)
  void eachFlowCountsOnceAndTheLostAreThoseThatBothMissed(
      @ForAll Protocol protocol, @ForAll long seed) {
    Random random = new Random(seed);
    List<Sent> sent = stream(protocol, random);
    List<Integer> one = heard(sent.size(), random);
    List<Integer> other = heard(sent.size(), random);
    TreeSet<Integer> any = new TreeSet<>(one);
    any.addAll(other);

    Exporter exporter = new Exporter();
    long logMs = Exports.NOW_MS;
    int restoreAt = random.nextInt(sent.size());
    int lag = 1 + random.nextInt(60);
    int i = 0;
    int j = 0;
    while (i < one.size() || j < other.size()) {
      boolean first =
          j == other.size()
              || i < one.size() && one.get(i) < other.get(j) + random.nextInt(2 * lag) - lag;
      Sent next = sent.get(first ? one.get(i++) : other.get(j++));
      logMs = Math.max(logMs, next.receivedMs);
      exporter.send(next.bytes, next.receivedMs, logMs);
      if (i + j == restoreAt) {
        exporter.restore();
      }
    }

    List<Long> expected = any.stream().flatMap(k -> sent.get(k).flows.stream()).sorted().toList();
    List<Long> counted =
        exporter.seen.flows.stream()
            .map(flow -> protocol == Protocol.SFLOW5 ? (long) flow.inIf() : flow.bytes())
            .sorted()
            .collect(Collectors.toList());
    assertThat(counted).isEqualTo(expected);
    long lost = 0;
    for (int k = 0; k < sent.size(); k++) {
      lost += any.contains(k) ? 0 : sent.get(k).units;
    }
    assertThat(exporter.seen.fact(Fact.LOST_EXPORTS)).isEqualTo(lost);
    assertThat(exporter.seen.rejects).isEmpty();
  }

  /** What a collector heard: all of the start, then most. */
  private static List<Integer> heard(int count, Random random) {
    List<Integer> heard = new ArrayList<>();
    boolean deaf = random.nextInt(4) == 0;
    int deafFrom = random.nextInt(count);
    for (int k = 0; k < count; k++) {
      boolean away = deaf && k >= deafFrom && k < deafFrom + 40;
      if (k < CLEAN_START || k == count - 1 || !away && random.nextInt(10) > 0) {
        heard.add(k);
      }
    }
    return heard;
  }

  private static List<Sent> stream(Protocol protocol, Random random) {
    List<Sent> sent = new ArrayList<>();
    long sequence = random.nextBoolean() ? 0 : 0xffff_ffffL - random.nextInt(500);
    long uptimeMs = random.nextInt(Integer.MAX_VALUE);
    long atMs = Exports.NOW_MS;
    long flow = 1;
    for (int k = 0; k < 200; k++) {
      int records = 1 + random.nextInt(6);
      List<Long> flows = new ArrayList<>();
      byte[][] parts = new byte[records][];
      for (int r = 0; r < records; r++) {
        flows.add(flow);
        parts[r] = part(protocol, flow++, uptimeMs);
      }
      boolean perDatagram = protocol == Protocol.NETFLOW9 || protocol == Protocol.SFLOW5;
      int units = perDatagram ? 1 : records;
      sent.add(
          new Sent(
              datagram(protocol, sequence, uptimeMs, atMs / 1_000, parts), atMs, flows, units));
      sequence += units;
      atMs += 100;
      uptimeMs += 100;
    }
    return sent;
  }

  private static byte[] part(Protocol protocol, long flow, long uptimeMs) {
    return switch (protocol) {
      case NETFLOW5 -> netflow5Record("10.0.0.1", "1.1.1.1", 1, 1, flow, uptimeMs, uptimeMs);
      case NETFLOW9, IPFIX -> u32(flow);
      case SFLOW5 ->
          Exports.flowSample(
              flow,
              100,
              flow,
              2,
              Exports.rawHeader(
                  11, 64, Exports.ipv4("10.0.0.1", "1.1.1.1", 6, 60, Exports.tcp(1, 2, 3))));
    };
  }

  private static byte[] datagram(
      Protocol protocol, long sequence, long uptimeMs, long exportS, byte[]... parts) {
    byte[] template = template(256, 1, 4);
    return switch (protocol) {
      case NETFLOW5 -> netflow5(sequence, uptimeMs, exportS, 0, parts);
      case NETFLOW9 -> netflow9(1, sequence, uptimeMs, exportS, set(0, template), set(256, parts));
      case IPFIX -> ipfix(1, sequence, exportS, set(2, template), set(256, parts));
      case SFLOW5 -> sflow("192.0.2.1", 1, sequence, uptimeMs, parts);
    };
  }
}
