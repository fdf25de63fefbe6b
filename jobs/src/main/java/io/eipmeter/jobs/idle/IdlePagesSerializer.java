package io.eipmeter.jobs.idle;

import io.eipmeter.jobs.idle.domain.IdlePages;
import io.eipmeter.jobs.log.PagesSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;

/** State of {@code judge-idle}. */
public final class IdlePagesSerializer extends PagesSerializer<IdlePages> {
  private static final long serialVersionUID = 1L;
  static final IdlePagesSerializer INSTANCE = new IdlePagesSerializer();

  @Override
  public IdlePages createInstance() {
    return new IdlePages();
  }

  @Override
  protected IdlePages read(DataInputView source) throws IOException {
    return IdlePages.read(source);
  }

  @Override
  public TypeSerializerSnapshot<IdlePages> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Written into savepoints by its class name: frozen once released. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<IdlePages> {
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
