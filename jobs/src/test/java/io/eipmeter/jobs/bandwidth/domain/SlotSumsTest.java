package io.eipmeter.jobs.bandwidth.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlotSumsTest {
  private static final long QUARTER = 2_000_000;
  private static final long QUARTER_MS = QUARTER * Slices.QUARTER_MS;
  private static final long MINUTE = QUARTER_MS / Slices.MINUTE_MS;

  private final SlotSums sums = new SlotSums();
  private final List<String> settled = new ArrayList<>();

  private void add(long minute, long slice, long bytes) {
    SumTable table = sums.table(SumKind.MINUTE);
    table.add(
        table.row(0, 7, SumTable.detail(minute, slice)) + UsageColumn.BYTES_OUT.ordinal(), bytes);
  }

  private void settleUntil(long logMs) {
    sums.settle(
        logMs,
        TestSettings.history(),
        (table, row, closeMs) ->
            settled.add(
                table.kind()
                    + " slice "
                    + (SumTable.detailOf(table.detail(row)) == 0 ? "0" : "late")
                    + " closed +"
                    + (closeMs - QUARTER_MS) / 1_000
                    + " s: "
                    + table.cell(table.position(row) + UsageColumn.BYTES_OUT.ordinal())));
  }

  @Test
  void aMinuteSettlesOnceAtItsEndPlusTheDelayAndItsQuarterAnHourLater() {
    add(MINUTE, 0, 100);
    add(MINUTE + 1, 0, 20);
    settleUntil(QUARTER_MS + 149_999);
    assertThat(settled).isEmpty();
    settleUntil(QUARTER_MS + 150_000);
    assertThat(settled).containsExactly("MINUTE slice 0 closed +150 s: 100");
    settleUntil(QUARTER_MS + 4_499_999);
    assertThat(settled)
        .containsExactly("MINUTE slice 0 closed +150 s: 100", "MINUTE slice 0 closed +210 s: 20");
    settled.clear();
    settleUntil(QUARTER_MS + 4_500_000);
    assertThat(settled).containsExactly("QUARTER slice 0 closed +4500 s: 120");
    for (SumKind kind : SumKind.values()) {
      assertThat(sums.table(kind).rows()).as(kind.name()).isZero();
    }
  }

  @Test
  void aLateSliceBeforeTheSealIsInTheSealAndOneAfterItIsACorrection() {
    add(MINUTE, 0, 100);
    long beforeSeal = (QUARTER_MS + 4_200_000) / Slices.LATE_SLICE_MS;
    add(MINUTE, beforeSeal, 7);
    add(MINUTE, beforeSeal + 1, 5);
    settleUntil(QUARTER_MS + 10_000_000);
    assertThat(settled)
        .containsExactlyInAnyOrder(
            "MINUTE slice 0 closed +150 s: 100",
            "MINUTE slice late closed +4500 s: 7",
            "MINUTE slice late closed +4800 s: 5",
            "QUARTER slice 0 closed +4500 s: 107",
            "QUARTER slice late closed +4800 s: 5");
  }

  @Test
  void theOrderOfSettlingStepsDoesNotMatter() {
    for (long minute = MINUTE; minute < MINUTE + 30; minute++) {
      add(minute, 0, minute);
      add(minute, (QUARTER_MS + 7_200_000) / Slices.LATE_SLICE_MS + minute % 5, 1);
    }
    SlotSums same = sums.copy();
    List<String> atOnce = new ArrayList<>();
    same.settle(
        QUARTER_MS + 20_000_000,
        TestSettings.history(),
        (table, row, closeMs) -> atOnce.add(describe(table, row, closeMs)));
    List<String> stepwise = new ArrayList<>();
    for (long logMs = QUARTER_MS; logMs <= QUARTER_MS + 20_000_000; logMs += 7_001) {
      sums.settle(
          logMs,
          TestSettings.history(),
          (table, row, closeMs) -> stepwise.add(describe(table, row, closeMs)));
    }
    assertThat(stepwise).containsExactlyInAnyOrderElementsOf(atOnce).isNotEmpty();
  }

  private static String describe(SumTable table, int row, long closeMs) {
    return SettledRows.parsed(table, row, closeMs).toString();
  }
}
