package io.eipmeter.jobs.idle;

import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.jobs.idle.domain.IdlePages;
import io.eipmeter.jobs.log.GoldenFollower;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** A checkpoint that an earlier version wrote must restore, and go on to the same rows. */
class IdleGoldenStateTest {
  private static GoldenFollower<IdlePages> golden() {
    return new GoldenFollower<>(
        () -> IdleLog.harness(IdleLog.POLICY),
        IdleReplayTest.log(2026).entries(),
        20 * IdleLog.DAY,
        IdleReplayTest.END);
  }

  @Test
  void theCheckpointOfTheFirstReleaseGoesOnToTheSameRows() throws Exception {
    golden().goesOnFrom(GoldenFollower.resource("idle-state-1"));
  }

  @Test
  @EnabledIfSystemProperty(named = "golden.write", matches = ".+")
  void writesTheCheckpoint() throws Exception {
    Path directory = Path.of(System.getProperty("golden.write", ""), "idle-state-1");
    golden().write(directory);
    assertThat(directory.resolve("play-slots")).exists();
  }
}
