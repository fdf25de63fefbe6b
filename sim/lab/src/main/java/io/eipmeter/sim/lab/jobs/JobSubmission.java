package io.eipmeter.sim.lab.jobs;

import io.eipmeter.jobs.runtime.BadConfigException;
import io.eipmeter.sim.lab.flink.FlinkRest;
import io.eipmeter.sim.lab.process.Await;
import io.eipmeter.sim.lab.process.LabFailure;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Submits jobs to a Flink cluster by running their mains in this process. */
public final class JobSubmission {
  private static final Set<String> ENDED = Set.of("CANCELED", "FINISHED");

  private final FlinkRest flink;

  public JobSubmission(FlinkRest flink) {
    this.flink = flink;
  }

  /** Returns the job's id when the cluster has taken it. */
  public String submit(Job job, Map<String, String> settings) {
    List<String> args = new ArrayList<>();
    settings.forEach((key, value) -> args.addAll(List.of("--" + key, value)));
    args.addAll(List.of("--flink.rest", flink.hostAndPort(), "--detached", "true"));
    PrintStream stdout = System.out;
    // A detached main prints its job's id; here stdout is for the result of the run.
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      job.main().run(args.toArray(new String[0]));
      return printed.toString(StandardCharsets.UTF_8).strip();
    } catch (BadConfigException e) {
      throw new LabFailure("The job " + name(job) + " refused: " + e.getMessage() + ".", e);
    } catch (Exception e) {
      throw new LabFailure(
          "The job " + name(job) + " was not taken by Flink: " + deepest(e) + ".", e);
    } finally {
      System.setOut(stdout);
    }
  }

  /** Returns when all tasks of all jobs run; those that somebody ended do not count. */
  public void awaitRunning() {
    Await.until(
        "running jobs at " + flink.url(),
        Await.LONGEST_START,
        null,
        () -> {
          List<FlinkRest.Job> jobs =
              flink.jobs().stream().filter(job -> !ENDED.contains(job.state())).toList();
          for (FlinkRest.Job job : jobs) {
            if (job.state().equals("FAILED")) {
              throw new LabFailure(
                  "The job " + job.name() + " failed: " + flink.lastFailure(job.id()) + ".");
            }
          }
          return !jobs.isEmpty() && jobs.stream().allMatch(FlinkRest.Job::allRunning);
        });
  }

  private static String name(Job job) {
    return job.name().toLowerCase(Locale.ROOT);
  }

  private static String deepest(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }
}
