package io.eipmeter.jobs.bandwidth.domain;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.eipmeter.schemas.v1.EipMinute;
import io.eipmeter.schemas.v1.EipQuarter;
import io.eipmeter.schemas.v1.SettledRow;
import io.eipmeter.schemas.v1.Usage;
import java.nio.ByteBuffer;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class UsageEncodingTest {
  private static final int SAMPLING_RATE_BITS = 32;

  @Test
  void theFieldsOfUsageAreTheColumnsInTheirOrder() {
    for (UsageColumn column : UsageColumn.values()) {
      FieldDescriptor field = Usage.getDescriptor().findFieldByNumber(column.ordinal() + 1);
      assertThat(field.getName()).isEqualToIgnoringCase(column.name());
    }
    assertThat(Usage.getDescriptor().getFields()).hasSize(UsageColumn.values().length);
  }

  @Property(tries = 500)
  void aMinuteAndAQuarterAreTheBytesThatTheGeneratedClassesWrite(@ForAll long seed) {
    Random random = new Random(seed);
    long closeMs = random.nextLong() >>> 20;
    for (SumKind kind : new SumKind[] {SumKind.MINUTE, SumKind.QUARTER}) {
      SumTable table = new SumTable(kind);
      long slice = random.nextBoolean() ? 0 : random.nextInt(10_000_000);
      int position =
          table.row(
              random.nextLong(),
              random.nextLong(),
              SumTable.detail(random.nextInt(1 << 30), slice));
      Usage.Builder usage = Usage.newBuilder();
      for (UsageColumn column : UsageColumn.values()) {
        boolean narrow = column.name().startsWith("SAMPLING_RATE");
        int bits = narrow ? SAMPLING_RATE_BITS - 1 : 63;
        long value =
            random.nextInt(4) == 0 ? 0 : random.nextLong() >>> 64 - random.nextInt(1, bits);
        table.merge(position, column.ordinal(), value);
        FieldDescriptor field = Usage.getDescriptor().findFieldByNumber(column.ordinal() + 1);
        usage.setField(field, narrow ? (Object) (int) value : value);
      }
      assertThat(SettledRows.written(table, 0, closeMs))
          .isEqualTo(expected(table, usage.build(), closeMs).toByteArray());
    }
  }

  private static SettledRow expected(SumTable table, Usage usage, long closeMs) {
    ByteString address =
        ByteString.copyFrom(
            ByteBuffer.allocate(16).putLong(table.high(0)).putLong(table.low(0)).flip());
    long interval = SumTable.intervalOf(table.detail(0));
    long sliceMs = SumTable.detailOf(table.detail(0)) * Slices.LATE_SLICE_MS;
    SettledRow.Builder row = SettledRow.newBuilder().setCloseMs(closeMs);
    if (table.kind() == SumKind.MINUTE) {
      row.setMinute(
          EipMinute.newBuilder()
              .setAddress(address)
              .setMinuteMs(interval * Slices.MINUTE_MS)
              .setSliceMs(sliceMs)
              .setUsage(usage));
    } else {
      row.setQuarter(
          EipQuarter.newBuilder()
              .setAddress(address)
              .setQuarterMs(interval * Slices.QUARTER_MS)
              .setSliceMs(sliceMs)
              .setUsage(usage));
    }
    return row.build();
  }
}
