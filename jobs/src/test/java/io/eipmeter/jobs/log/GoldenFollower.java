package io.eipmeter.jobs.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.schemas.v1.SettledRow;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;

/**
 * A log that a job follows, half of it in a checkpoint that an earlier version wrote. The files are
 * written once a release: {@code -Dgolden.write=DIRECTORY}.
 *
 * @param halfMs log time of the checkpoint
 * @param endMs log time at which all is told
 */
public record GoldenFollower<S extends SlotBook.Pages<S>>(
    Callable<FollowerHarness<S>> harness, List<LogEntry> entries, long halfMs, long endMs) {

  /** The directory of a checkpoint among the test's resources. */
  public static Path resource(String name) throws URISyntaxException {
    return Path.of(
        Objects.requireNonNull(GoldenFollower.class.getResource("/golden/" + name)).toURI());
  }

  /**
   * What a written checkpoint goes on to.
   *
   * @param before rows that an undisturbed job of now has at the checkpoint
   * @param after rows that it has later
   * @param restored rows of the job that was started from the checkpoint
   */
  public record Halves(
      List<SettledRow> before, List<SettledRow> after, List<SettledRow> restored) {}

  /** The written checkpoint goes on to the rows that an undisturbed job of now has. */
  public void goesOnFrom(Path written) throws Exception {
    Halves halves = halves(written);
    assertThat(halves.before).isNotEmpty();
    assertThat(halves.restored).containsExactlyInAnyOrderElementsOf(halves.after).isNotEmpty();
  }

  public Halves halves(Path written) throws Exception {
    try (FollowerHarness<S> whole = harness.call();
        FollowerHarness<S> restored = harness.call()) {
      feedHalf(whole);
      List<SettledRow> before = whole.rows();
      restored.restoreWritten(written);
      for (LogEntry entry : entries) {
        if (entry.logMs() > halfMs) {
          whole.feed(entry);
          restored.feed(entry);
        }
      }
      whole.passLogTime(endMs);
      restored.passLogTime(endMs);
      List<SettledRow> all = whole.rows();
      return new Halves(before, all.subList(before.size(), all.size()), restored.rows());
    }
  }

  /** Writes the checkpoint as the job of now makes it. */
  public void write(Path directory) throws Exception {
    try (FollowerHarness<S> job = harness.call()) {
      feedHalf(job);
      job.checkpoint();
      job.writeCheckpoint(Files.createDirectories(directory));
    }
  }

  private void feedHalf(FollowerHarness<S> job) throws Exception {
    for (LogEntry entry : entries) {
      if (entry.logMs() <= halfMs) {
        job.feed(entry);
      }
    }
    job.passLogTime(halfMs);
  }
}
