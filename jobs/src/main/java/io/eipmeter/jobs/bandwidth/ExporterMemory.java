package io.eipmeter.jobs.bandwidth;

import io.eipmeter.jobs.log.FlatSerializer;
import io.eipmeter.protocols.ExporterState;
import io.eipmeter.schemas.v1.Retry;
import java.io.IOException;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * All that is remembered of one exporter: what decoding needs, how far each collector's numbers
 * have come, and up to which minute of log time its waiting data was looked after.
 */
final class ExporterMemory {
  /**
   * A collector that was started this often without a word of the boots before has forgotten them.
   */
  private static final int BOOTS_KEPT = 64;

  /** Retries that succeeded are remembered for ever: more than these are refused. */
  private static final int RETRIES_KEPT = 10_000;

  private final ExporterState decoding;
  private final Map<Boot, Long> highestNumber;
  private final Set<Rejected> retried;
  private long lookedAfterMinute;

  ExporterMemory() {
    this(new ExporterState(), new TreeMap<>(), new TreeSet<>(), Long.MIN_VALUE);
  }

  private ExporterMemory(
      ExporterState decoding,
      Map<Boot, Long> highestNumber,
      Set<Rejected> retried,
      long lookedAfterMinute) {
    this.decoding = decoding;
    this.highestNumber = highestNumber;
    this.retried = retried;
    this.lookedAfterMinute = lookedAfterMinute;
  }

  /** What was rejected: a set of a datagram of a record of the log. */
  private record Rejected(int partition, long offset, int index, int setOffsetBytes)
      implements Comparable<Rejected> {
    private static final Comparator<Rejected> ORDER =
        Comparator.comparingInt(Rejected::partition)
            .thenComparingLong(Rejected::offset)
            .thenComparingInt(Rejected::index)
            .thenComparingInt(Rejected::setOffsetBytes);

    static Rejected of(Retry retry) {
      return new Rejected(
          retry.getPartition(), retry.getOffset(), retry.getIndex(), retry.getSetOffsetBytes());
    }

    @Override
    public int compareTo(Rejected other) {
      return ORDER.compare(this, other);
    }
  }

  /** A process of a collector; ordered by name, then start. */
  private record Boot(String collector, long bootMs) implements Comparable<Boot> {
    @Override
    public int compareTo(Boot other) {
      int byName = collector.compareTo(other.collector);
      return byName != 0 ? byName : Long.compare(bootMs, other.bootMs);
    }
  }

  ExporterState decoding() {
    return decoding;
  }

  /**
   * Whether a datagram's number is new for this collector and boot; remembers it. Numbers of one
   * boot come in order, so the highest one seen tells; a spool of an earlier boot may drain after a
   * later boot began.
   */
  boolean isNew(String collector, long bootMs, long number) {
    Boot boot = new Boot(collector, bootMs);
    Long highest = highestNumber.get(boot);
    if (highest != null && number <= highest) {
      return false;
    }
    highestNumber.put(boot, number);
    if (highestNumber.size() > BOOTS_KEPT) {
      forgetOldest();
    }
    return true;
  }

  private void forgetOldest() {
    Boot oldest = null;
    for (Boot boot : highestNumber.keySet()) {
      if (oldest == null || boot.bootMs < oldest.bootMs) {
        oldest = boot;
      }
    }
    highestNumber.remove(oldest);
  }

  /** Whether a retry may count: it has not succeeded before. */
  boolean mayRetry(Retry retry) {
    return retried.size() < RETRIES_KEPT && !retried.contains(Rejected.of(retry));
  }

  void retrySucceeded(Retry retry) {
    retried.add(Rejected.of(retry));
  }

  long lookedAfterMinute() {
    return lookedAfterMinute;
  }

  void lookedAfter(long minute) {
    lookedAfterMinute = minute;
  }

  /** Changed in place by its operator, so copies are deep. */
  static final class Serializer extends FlatSerializer<ExporterMemory> {
    private static final long serialVersionUID = 1L;
    static final Serializer INSTANCE = new Serializer();

    @Override
    public boolean isImmutableType() {
      return false;
    }

    @Override
    public ExporterMemory createInstance() {
      return new ExporterMemory();
    }

    @Override
    public ExporterMemory copy(ExporterMemory from) {
      return new ExporterMemory(
          from.decoding.copy(),
          new TreeMap<>(from.highestNumber),
          new TreeSet<>(from.retried),
          from.lookedAfterMinute);
    }

    @Override
    public void serialize(ExporterMemory memory, DataOutputView target) throws IOException {
      writeBytes(memory.decoding.toBytes(), target);
      target.writeLong(memory.lookedAfterMinute);
      target.writeInt(memory.highestNumber.size());
      for (Map.Entry<Boot, Long> entry : memory.highestNumber.entrySet()) {
        target.writeUTF(entry.getKey().collector);
        target.writeLong(entry.getKey().bootMs);
        target.writeLong(entry.getValue());
      }
      target.writeInt(memory.retried.size());
      for (Rejected rejected : memory.retried) {
        target.writeInt(rejected.partition);
        target.writeLong(rejected.offset);
        target.writeInt(rejected.index);
        target.writeInt(rejected.setOffsetBytes);
      }
    }

    @Override
    public ExporterMemory deserialize(DataInputView source) throws IOException {
      ExporterState decoding = ExporterState.fromBytes(readBytes(source));
      long lookedAfterMinute = source.readLong();
      Map<Boot, Long> highestNumber = new TreeMap<>();
      int boots = source.readInt();
      for (int i = 0; i < boots; i++) {
        highestNumber.put(new Boot(source.readUTF(), source.readLong()), source.readLong());
      }
      Set<Rejected> retried = new TreeSet<>();
      int retries = source.readInt();
      for (int i = 0; i < retries; i++) {
        retried.add(
            new Rejected(source.readInt(), source.readLong(), source.readInt(), source.readInt()));
      }
      return new ExporterMemory(decoding, highestNumber, retried, lookedAfterMinute);
    }

    @Override
    public TypeSerializerSnapshot<ExporterMemory> snapshotConfiguration() {
      return new Snapshot();
    }

    /** Written into savepoints by its class name: frozen once released. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<ExporterMemory> {
      public Snapshot() {
        super(() -> INSTANCE);
      }
    }
  }
}
