package io.eipmeter.jobs.alerts;

import io.eipmeter.jobs.alerts.domain.Observation;
import io.eipmeter.jobs.log.Address;
import io.eipmeter.jobs.log.FlatSerializer;
import io.eipmeter.jobs.log.SerializerType;
import io.eipmeter.schemas.v1.ResourceKind;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The kind by its name, so that the order of the enum means nothing. */
public final class ObservationSerializer extends FlatSerializer<Observation> {
  private static final long serialVersionUID = 1L;
  private static final ObservationSerializer INSTANCE = new ObservationSerializer();

  public static TypeInformation<Observation> type() {
    return new SerializerType<>(Observation.class, INSTANCE);
  }

  @Override
  public Observation createInstance() {
    return new Observation(
        Observation.Kind.PROGRESS,
        ResourceKind.RESOURCE_KIND_EIP,
        new Address(0, 0),
        0,
        0,
        new long[0],
        new byte[0]);
  }

  @Override
  public void serialize(Observation seen, DataOutputView target) throws IOException {
    target.writeUTF(seen.kind().name());
    target.writeByte(seen.resource().getNumber());
    target.writeLong(seen.address().high());
    target.writeLong(seen.address().low());
    target.writeLong(seen.logMs());
    target.writeLong(seen.minuteMs());
    target.writeByte(seen.sums().length);
    for (long sum : seen.sums()) {
      target.writeLong(sum);
    }
    writeBytes(seen.statement(), target);
  }

  @Override
  public Observation deserialize(DataInputView source) throws IOException {
    Observation.Kind kind = Observation.Kind.valueOf(source.readUTF());
    ResourceKind resource = ResourceKind.forNumber(source.readByte());
    Address address = new Address(source.readLong(), source.readLong());
    long logMs = source.readLong();
    long minuteMs = source.readLong();
    long[] sums = new long[source.readByte()];
    for (int i = 0; i < sums.length; i++) {
      sums[i] = source.readLong();
    }
    return new Observation(kind, resource, address, logMs, minuteMs, sums, readBytes(source));
  }

  @Override
  public TypeSerializerSnapshot<Observation> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Written into savepoints by its class name: frozen once released. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<Observation> {
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
