package io.eipmeter.jobs.billing;

import io.eipmeter.jobs.billing.domain.BillingPages;
import io.eipmeter.jobs.log.PagesSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;

/** State of {@code book-minutes}. */
public final class BillingPagesSerializer extends PagesSerializer<BillingPages> {
  private static final long serialVersionUID = 1L;
  static final BillingPagesSerializer INSTANCE = new BillingPagesSerializer();

  @Override
  public BillingPages createInstance() {
    return new BillingPages();
  }

  @Override
  protected BillingPages read(DataInputView source) throws IOException {
    return BillingPages.read(source);
  }

  @Override
  public TypeSerializerSnapshot<BillingPages> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Written into savepoints by its class name: frozen once released. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<BillingPages> {
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
