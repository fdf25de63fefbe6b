package io.eipmeter.jobs.billing;

import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.jobs.billing.domain.BillingPages;
import io.eipmeter.jobs.log.GoldenFollower;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** A checkpoint that an earlier version wrote must restore, and go on to the same rows. */
class BillingGoldenStateTest {
  private static GoldenFollower<BillingPages> golden() {
    return new GoldenFollower<>(
        () -> BillingLog.harness(),
        BillingReplayTest.log(2026).entries(),
        BillingLog.START + 120 * BillingLog.MINUTE,
        BillingReplayTest.END);
  }

  @Test
  void theCheckpointOfTheFirstReleaseGoesOnToTheSameRows() throws Exception {
    golden().goesOnFrom(GoldenFollower.resource("billing-state-1"));
  }

  @Test
  @EnabledIfSystemProperty(named = "golden.write", matches = ".+")
  void writesTheCheckpoint() throws Exception {
    Path directory = Path.of(System.getProperty("golden.write", ""), "billing-state-1");
    golden().write(directory);
    assertThat(directory.resolve("play-slots")).exists();
  }
}
