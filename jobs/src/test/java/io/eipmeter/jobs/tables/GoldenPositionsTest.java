package io.eipmeter.jobs.tables;

import static io.eipmeter.jobs.tables.domain.TestRows.block;
import static io.eipmeter.jobs.tables.domain.TestRows.minute;
import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.jobs.tables.domain.Table;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.apache.flink.streaming.util.OperatorSnapshotUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * A checkpoint that an earlier version wrote must restore, and no row that it knew be taken again.
 * The file is written once a release: {@code -Dgolden.write=DIRECTORY}.
 */
class GoldenPositionsTest {
  @Test
  void thePositionsOfTheFirstReleaseStillStand() throws Exception {
    String golden =
        Path.of(
                Objects.requireNonNull(getClass().getResource("/golden/tables-state-1/positions"))
                    .toURI())
            .toString();
    try (var restored = TakeSettledRowsTest.harness(1, 0)) {
      restored.initializeState(OperatorSnapshotUtil.readStateHandle(golden));
      restored.open();
      TakeSettledRowsTest.feed(restored, 0, block(0, minute(149_999, 60_000, 1)));
      TakeSettledRowsTest.feed(restored, 3, block(2, minute(209_999, 120_000, 1)));
      assertThat(TakeSettledRowsTest.rows(restored, Table.EIP_MINUTES)).isZero();
      TakeSettledRowsTest.feed(restored, 3, block(2, minute(270_000, 180_000, 1)));
      assertThat(TakeSettledRowsTest.rows(restored, Table.EIP_MINUTES)).isEqualTo(1);
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "golden.write", matches = ".+")
  void writesTheCheckpoint() throws Exception {
    Path directory = Files.createDirectories(Path.of(System.getProperty("golden.write", "")));
    try (var job = TakeSettledRowsTest.harness(1, 0)) {
      job.open();
      TakeSettledRowsTest.feed(job, 0, block(0, minute(150_000, 60_000, 1)));
      TakeSettledRowsTest.feed(job, 3, block(2, minute(210_000, 120_000, 1)));
      OperatorSnapshotUtil.writeStateHandle(
          job.snapshot(1, 1), directory.resolve("positions").toString());
    }
    assertThat(directory.resolve("positions")).exists();
  }
}
