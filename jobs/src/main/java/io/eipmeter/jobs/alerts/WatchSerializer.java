package io.eipmeter.jobs.alerts;

import io.eipmeter.jobs.alerts.domain.Watch;
import io.eipmeter.jobs.alerts.domain.WatchBytes;
import io.eipmeter.jobs.log.Address;
import io.eipmeter.jobs.log.FlatSerializer;
import io.eipmeter.schemas.v1.ResourceKind;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** A watch as {@link WatchBytes} writes it. Changed in place, so copies are deep. */
final class WatchSerializer extends FlatSerializer<Watch> {
  private static final long serialVersionUID = 1L;
  static final WatchSerializer INSTANCE = new WatchSerializer();

  @Override
  public boolean isImmutableType() {
    return false;
  }

  @Override
  public Watch createInstance() {
    return new Watch(ResourceKind.RESOURCE_KIND_EIP, new Address(0, 0));
  }

  @Override
  public Watch copy(Watch from) {
    return from.copy();
  }

  @Override
  public void serialize(Watch watch, DataOutputView target) throws IOException {
    WatchBytes.write(watch, target);
  }

  @Override
  public Watch deserialize(DataInputView source) throws IOException {
    return WatchBytes.read(source);
  }

  @Override
  public TypeSerializerSnapshot<Watch> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Written into savepoints by its class name: frozen once released. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<Watch> {
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
