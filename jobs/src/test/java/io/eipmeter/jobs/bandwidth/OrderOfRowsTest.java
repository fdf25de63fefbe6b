package io.eipmeter.jobs.bandwidth;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.eipmeter.jobs.bandwidth.domain.SumKind;
import io.eipmeter.jobs.bandwidth.domain.SumTable;
import io.eipmeter.jobs.bandwidth.domain.UsageColumn;
import io.eipmeter.jobs.log.Slot;
import io.eipmeter.schemas.v1.SettledRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class OrderOfRowsTest {
  private record Row(long closeMs, byte[] address, long minuteMs) {
    static Row of(SettledRow row) {
      return new Row(
          row.getCloseMs(),
          row.getMinute().getAddress().toByteArray(),
          row.getMinute().getMinuteMs());
    }
  }

  private static final Comparator<Row> ORDER =
      Comparator.comparingLong(Row::closeMs)
          .thenComparing(Row::address, Arrays::compareUnsigned)
          .thenComparingLong(Row::minuteMs);

  @Property(tries = 50)
  void rowsOfAnySlotsLeaveInTheOrderOfCloseAndKey(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    List<ClosedRows> blocks = new ArrayList<>();
    int rows = 0;
    for (int slot = 0; slot < Slot.COUNT / 32; slot++) {
      SumTable table = new SumTable(SumKind.MINUTE);
      CloseSlot closed = new CloseSlot();
      for (int i = random.nextInt(40); i > 0; i--) {
        long detail = SumTable.detail(random.nextInt(3), 0);
        int before = table.rows();
        int position = table.row(random.nextInt(3) - 1, random.nextLong(), detail);
        table.add(position + UsageColumn.BYTES_OUT.ordinal(), 1 + random.nextInt(1_000_000));
        closed.add(table, before, 60_000L * random.nextInt(3));
        rows++;
      }
      closed.flush(slot, blocks::add);
    }
    Collections.shuffle(blocks, random);
    List<Row> merged = new ArrayList<>();
    MergeClosedRows merge = new MergeClosedRows(blocks);
    while (merge.next(7, (bytes, from, length) -> merged.add(parse(bytes, from, length))) > 0) {
      assertThat(merged.size() % 7 == 0 || merged.size() == rows).isTrue();
    }
    assertThat(merged).hasSize(rows).isSortedAccordingTo(ORDER);
  }

  private static Row parse(byte[] bytes, int from, int length) {
    try {
      return Row.of(SettledRow.parseFrom(Arrays.copyOfRange(bytes, from, from + length)));
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }
}
