package io.eipmeter.collector.block;

import io.eipmeter.collector.Count;
import io.eipmeter.collector.Counts;
import io.eipmeter.collector.outbox.OutgoingBlock;
import io.eipmeter.collector.udp.AddressRange;
import io.eipmeter.collector.udp.DatagramTaker;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Sorts datagrams by exporter into blocks; refuses exporters that may not send. */
public final class Batcher implements DatagramTaker {
  private final Origin origin;
  private final BlockLimits limits;
  private final List<AddressRange> allowed;
  private final Clock clock;
  private final Counts counts;
  private final Predicate<OutgoingBlock> outbox;
  private final Map<InetAddress, ExporterBatch> exporters = new ConcurrentHashMap<>();
  // In the order of opening, which is the order of being due, for all linger equally long.
  private final Queue<Opening> openings = new ConcurrentLinkedQueue<>();

  private record Opening(ExporterBatch batch, long block, long dueNanos) {}

  /**
   * @param allowed who may send; empty: everybody
   * @param outbox takes a sealed block, or refuses it when there is no room
   */
  public Batcher(
      Origin origin,
      BlockLimits limits,
      List<AddressRange> allowed,
      Clock clock,
      Counts counts,
      Predicate<OutgoingBlock> outbox) {
    this.origin = origin;
    this.limits = limits;
    this.allowed = List.copyOf(allowed);
    this.clock = clock;
    this.counts = counts;
    this.outbox = outbox;
  }

  @Override
  public void take(InetAddress exporter, int sourcePort, ByteBuffer datagram) {
    counts.add(Count.RECEIVED, 1);
    counts.add(Count.RECEIVED_BYTES, datagram.remaining());
    ExporterBatch batch = exporters.get(exporter);
    if (batch == null) {
      batch = admit(exporter);
      if (batch == null) {
        return;
      }
    }
    ExporterBatch.Added added = batch.add(datagram, sourcePort, clock.millis());
    count(added.sealed());
    if (added.opened() >= 0) {
      openings.add(
          new Opening(batch, added.opened(), System.nanoTime() + limits.linger().toNanos()));
    }
  }

  private @Nullable ExporterBatch admit(InetAddress exporter) {
    byte[] address = exporter.getAddress();
    if (!allowed.isEmpty() && allowed.stream().noneMatch(range -> range.contains(address))) {
      counts.add(Count.NOT_ALLOWED, 1);
      return null;
    }
    if (exporters.size() >= limits.exporters()) {
      counts.add(Count.TOO_MANY_EXPORTERS, 1);
      return null;
    }
    return exporters.computeIfAbsent(
        exporter, key -> new ExporterBatch(address, origin, limits, outbox));
  }

  /** Seals the blocks that have waited long enough. To be called often, from one thread. */
  public void sealDue() {
    long nowNanos = System.nanoTime();
    for (Opening next = openings.peek();
        next != null && next.dueNanos() - nowNanos <= 0;
        next = openings.peek()) {
      openings.remove();
      count(next.batch().sealIf(next.block()));
    }
  }

  /** Seals everything. */
  public void sealAll() {
    for (ExporterBatch batch : exporters.values()) {
      count(batch.seal());
    }
  }

  private void count(ExporterBatch.Sealed sealed) {
    if (sealed.isNothing()) {
      return;
    }
    counts.add(Count.ACCEPTED, sealed.accepted());
    counts.add(Count.OVERFLOWED, sealed.refused());
    counts.add(Count.BLOCKS, sealed.blocks());
  }

  public int exporters() {
    return exporters.size();
  }

  /** Datagrams of each exporter, at most {@code limit} of them; the rest is summed as "other". */
  public Map<String, Long> datagramsByExporter(int limit) {
    Map<String, Long> datagrams = new TreeMap<>();
    for (Map.Entry<InetAddress, ExporterBatch> entry : exporters.entrySet()) {
      String name =
          datagrams.size() < limit ? AddressRange.text(entry.getKey().getAddress()) : "other";
      datagrams.merge(name, entry.getValue().datagramsSeen(), Long::sum);
    }
    return datagrams;
  }
}
