package io.eipmeter.jobs.bandwidth;

import io.eipmeter.jobs.log.FlatSerializer;
import io.eipmeter.protocols.ExporterState;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
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

  private final ExporterState decoding;
  private final Map<Boot, Long> highestNumber;
  private long lookedAfterMinute;

  ExporterMemory() {
    this(new ExporterState(), new TreeMap<>(), Long.MIN_VALUE);
  }

  private ExporterMemory(
      ExporterState decoding, Map<Boot, Long> highestNumber, long lookedAfterMinute) {
    this.decoding = decoding;
    this.highestNumber = highestNumber;
    this.lookedAfterMinute = lookedAfterMinute;
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
          from.decoding.copy(), new TreeMap<>(from.highestNumber), from.lookedAfterMinute);
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
      return new ExporterMemory(decoding, highestNumber, lookedAfterMinute);
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
