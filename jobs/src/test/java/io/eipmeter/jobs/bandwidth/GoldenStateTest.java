package io.eipmeter.jobs.bandwidth;

import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.jobs.bandwidth.domain.TestSettings;
import io.eipmeter.jobs.log.LoggedRecord;
import io.eipmeter.schemas.Topic;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * A checkpoint that an earlier version wrote must restore, and go on to the same rows. The files
 * are written once a release: {@code -Dgolden.write=DIRECTORY}.
 */
class GoldenStateTest {
  private static final List<LoggedRecord> LOG = BandwidthOperatorsTest.randomLog(new Random(2026));
  private static final int HALF = LOG.size() / 2;
  private static final long END_MS = LOG.get(LOG.size() - 1).logMs() + 2 * 3_600_000;

  private static BandwidthHarness harness() throws Exception {
    return new BandwidthHarness(TestSettings.history(), Long.MIN_VALUE);
  }

  @Test
  void theCheckpointOfTheFirstReleaseGoesOnToTheSameRows() throws Exception {
    URI golden =
        Objects.requireNonNull(getClass().getResource("/golden/bandwidth-state-1/meter-flows"))
            .toURI();
    try (BandwidthHarness whole = harness();
        BandwidthHarness restored = harness()) {
      for (LoggedRecord record : LOG.subList(0, HALF)) {
        whole.feed(record);
      }
      whole.passLogTime(LOG.get(HALF).logMs());
      TreeSet<String> sentBefore = new TreeSet<>(whole.rows(Topic.EIP_MINUTES));
      restored.restoreWritten(Objects.requireNonNull(Path.of(golden).getParent()));
      for (LoggedRecord record : LOG.subList(HALF, LOG.size())) {
        whole.feed(record);
        restored.feed(record);
      }
      whole.passLogTime(END_MS);
      restored.passLogTime(END_MS);
      TreeSet<String> expected = new TreeSet<>(whole.rows(Topic.EIP_MINUTES));
      expected.removeAll(sentBefore);
      assertThat(new TreeSet<>(restored.rows(Topic.EIP_MINUTES))).isEqualTo(expected).isNotEmpty();
      assertThat(new TreeSet<>(restored.rows(Topic.EIP_QUARTERS)))
          .isEqualTo(new TreeSet<>(whole.rows(Topic.EIP_QUARTERS)));
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "golden.write", matches = ".+")
  void writesTheCheckpoint() throws Exception {
    Path directory = Files.createDirectories(Path.of(System.getProperty("golden.write", "")));
    try (BandwidthHarness job = harness()) {
      for (LoggedRecord record : LOG.subList(0, HALF)) {
        job.feed(record);
      }
      job.passLogTime(LOG.get(HALF).logMs());
      job.checkpoint();
      job.writeCheckpoint(directory);
    }
    assertThat(directory.resolve("meter-flows")).exists();
  }
}
