package io.eipmeter.jobs.bandwidth.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SumTableTest {
  private static final int BYTES_OUT = UsageColumn.BYTES_OUT.ordinal();

  @Property(tries = 100)
  void holdsTheSameSumsAsAMapWhateverIsAddedAndRemoved(@ForAll long seed) {
    Random random = new Random(seed);
    SumTable table = new SumTable(SumKind.MINUTE);
    Map<Long, Long> expected = new HashMap<>();
    for (int step = 0; step < 3_000; step++) {
      long key = random.nextInt(200);
      if (random.nextInt(500) == 0) {
        table.removeIf(row -> table.low(row) % 3 == 0);
        expected.keySet().removeIf(low -> low % 3 == 0);
      } else {
        long bytes = random.nextInt(1_000);
        table.add(table.row(key >> 4, key, key) + BYTES_OUT, bytes);
        expected.merge(key, bytes, Long::sum);
      }
    }
    assertThat(sums(table)).isEqualTo(expected);
  }

  private static Map<Long, Long> sums(SumTable table) {
    Map<Long, Long> sums = new HashMap<>();
    for (int row = 0; row < table.rows(); row++) {
      assertThat(sums.put(table.low(row), table.cell(table.position(row) + BYTES_OUT))).isNull();
    }
    return sums;
  }

  @Property(tries = 200)
  void aRowReadBackIsTheSameRow(@ForAll long seed) {
    Random random = new Random(seed);
    SumTable table = new SumTable(SumKind.MINUTE);
    int position = table.row(random.nextLong(), random.nextLong(), random.nextLong());
    for (UsageColumn column : UsageColumn.values()) {
      if (random.nextBoolean()) {
        table.merge(position, column.ordinal(), random.nextLong() >>> 1 + random.nextInt(62));
      }
    }
    SumRows rows = new SumRows();
    rows.appendAll(table);

    SumTable read = new SumTable(SumKind.MINUTE);
    SumRows.mergeInto(read, rows.toBytes());

    assertThat(read.rows()).isEqualTo(1);
    assertThat(read.high(0)).isEqualTo(table.high(0));
    assertThat(read.low(0)).isEqualTo(table.low(0));
    assertThat(read.detail(0)).isEqualTo(table.detail(0));
    for (UsageColumn column : UsageColumn.values()) {
      assertThat(read.cell(read.position(0) + column.ordinal()))
          .as(column.name())
          .isEqualTo(table.cell(position + column.ordinal()));
    }
  }

  @Property
  void theVarianceIsAnUnsigned128BitSum(@ForAll long a, @ForAll long b, @ForAll long c) {
    SumTable table = new SumTable(SumKind.MINUTE);
    int row = table.row(1, 2, 3);
    BigInteger expected = BigInteger.ZERO;
    for (long term : new long[] {a, b, c}) {
      table.merge(row, UsageColumn.VARIANCE_HIGH.ordinal(), 0);
      table.merge(row, UsageColumn.VARIANCE_LOW.ordinal(), term);
      expected = expected.add(unsigned(term));
    }
    BigInteger sum =
        unsigned(table.cell(row + UsageColumn.VARIANCE_HIGH.ordinal()))
            .shiftLeft(64)
            .add(unsigned(table.cell(row + UsageColumn.VARIANCE_LOW.ordinal())));
    assertThat(sum).isEqualTo(expected);
  }

  private static BigInteger unsigned(long value) {
    return new BigInteger(Long.toUnsignedString(value));
  }

  @Test
  void aSumThatWouldOverflowStaysAtTheLargestNumber() {
    SumTable table = new SumTable(SumKind.MINUTE);
    int row = table.row(1, 2, 3);
    table.add(row + BYTES_OUT, Long.MAX_VALUE - 1);
    table.add(row + BYTES_OUT, 5);
    assertThat(table.cell(row + BYTES_OUT)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void theSmallestRateIgnoresNone() {
    SumTable table = new SumTable(SumKind.MINUTE);
    int row = table.row(1, 2, 3);
    int column = UsageColumn.SAMPLING_RATE_MIN.ordinal();
    table.merge(row, column, 0);
    table.merge(row, column, 1_000);
    table.merge(row, column, 10);
    table.merge(row, column, 0);
    assertThat(table.cell(row + column)).isEqualTo(10);
  }

  @Test
  void aCopyDoesNotChangeWithTheOriginal() {
    SumTable table = new SumTable(SumKind.MINUTE);
    table.add(table.row(1, 2, 3) + BYTES_OUT, 5);
    SumTable copy = table.copy();
    table.add(table.row(1, 2, 3) + BYTES_OUT, 5);
    table.row(9, 9, 9);
    assertThat(sums(copy)).isEqualTo(Map.of(2L, 5L));
    copy.add(copy.row(1, 2, 3) + BYTES_OUT, 1);
    assertThat(copy.rows()).isEqualTo(1);
  }
}
