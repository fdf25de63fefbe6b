package io.eipmeter.jobs.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
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

  /** The written checkpoint goes on to the rows that an undisturbed job of now has. */
  public void goesOnFrom(Path written) throws Exception {
    try (FollowerHarness<S> whole = harness.call();
        FollowerHarness<S> restored = harness.call()) {
      feedHalf(whole);
      TreeSet<String> before = new TreeSet<>(whole.rowsOnce());
      restored.restoreWritten(written);
      for (LogEntry entry : entries) {
        if (entry.logMs() > halfMs) {
          whole.feed(entry);
          restored.feed(entry);
        }
      }
      whole.passLogTime(endMs);
      restored.passLogTime(endMs);
      TreeSet<String> expected = new TreeSet<>(whole.rowsOnce());
      expected.removeAll(before);
      assertThat(before).isNotEmpty();
      assertThat(new TreeSet<>(restored.rowsOnce())).isEqualTo(expected).isNotEmpty();
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
