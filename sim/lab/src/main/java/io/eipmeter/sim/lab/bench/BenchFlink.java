package io.eipmeter.sim.lab.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eipmeter.sim.lab.flink.FlinkJvmOptions;
import io.eipmeter.sim.lab.flink.FlinkRest;
import io.eipmeter.sim.lab.jobs.Job;
import io.eipmeter.sim.lab.process.Await;
import io.eipmeter.sim.lab.process.ChildProcess;
import io.eipmeter.sim.lab.process.LabFailure;
import io.eipmeter.sim.lab.process.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;

/**
 * A Flink of one process, so that all CPU time of a job is that of one process: JobManager, two
 * slots for each job, garbage collector and compiler included, the broker not.
 */
public final class BenchFlink implements AutoCloseable {
  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(5);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final FlinkRest rest;
  private final ChildProcess process;
  private final HttpClient client = HttpClient.newHttpClient();

  private BenchFlink(URI url, ChildProcess process) {
    this.rest = new FlinkRest(url);
    this.process = process;
  }

  /**
   * @param heap of the process, as -Xmx takes it
   */
  static BenchFlink start(Path logDirectory, String heap) {
    int port = Ports.tcp(0, "bench");
    List<String> jvm = new ArrayList<>(FlinkJvmOptions.opens());
    jvm.addAll(
        List.of(
            "-Xms" + heap,
            "-Xmx" + heap,
            "-XX:+AlwaysPreTouch",
            "-XX:+UseParallelGC",
            "-XX:ParallelGCThreads=2"));
    ChildProcess process =
        ChildProcess.startWatched(
            "flink",
            logDirectory,
            jvm,
            List.of(BenchFlink.class.getName(), Integer.toString(port)));
    BenchFlink flink = new BenchFlink(URI.create("http://127.0.0.1:" + port), process);
    Await.until("answer of Flink", Await.LONGEST_START, process, () -> flink.rest.slots() > 0);
    return flink;
  }

  /**
   * Main of the process.
   *
   * @param args the port of the REST interface
   */
  public static void main(String[] args) throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(RestOptions.PORT, Integer.valueOf(args[0]));
    configuration.set(RestOptions.BIND_PORT, args[0]);
    configuration.set(RestOptions.ADDRESS, "127.0.0.1");
    configuration.set(RestOptions.BIND_ADDRESS, "127.0.0.1");
    MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(4)
                .build());
    cluster.start();
    Thread.currentThread().join();
  }

  FlinkRest rest() {
    return rest;
  }

  ChildProcess process() {
    return process;
  }

  double cpuSeconds() {
    return CpuTime.seconds(process.pid());
  }

  /** The id of the one job of a kind that runs. */
  String runningJob(Job job) {
    String name = job.name().toLowerCase(Locale.ROOT);
    return asking(
        () ->
            rest.jobs().stream()
                .filter(each -> each.name().equals(name))
                .filter(each -> !List.of("CANCELED", "FAILED", "FINISHED").contains(each.state()))
                .map(FlinkRest.Job::id)
                .findFirst()
                .orElseThrow(() -> new LabFailure("No job " + name + " runs.")));
  }

  /** Size of the largest checkpoint that a job has completed, in bytes; 0 when it has none. */
  long largestCheckpointBytes(String jobId) {
    JsonNode answer = asking(() -> JSON.readTree(send("GET", "/jobs/" + jobId + "/checkpoints")));
    long largest = 0;
    for (JsonNode checkpoint : answer.path("history")) {
      largest = Math.max(largest, checkpoint.path("state_size").asLong());
    }
    return largest;
  }

  /** Fails with the job's own words when it has failed once. */
  void check(String jobId) throws IOException, InterruptedException {
    String failure = rest.lastFailure(jobId);
    if (failure != null) {
      throw new LabFailure("The job failed: " + failure);
    }
  }

  /** Returns when the job is gone. */
  void cancel(String jobId) {
    byte[] ignored = asking(() -> send("PATCH", "/jobs/" + jobId + "?mode=cancel"));
    Await.until(
        "end of the cancelled job",
        Await.LONGEST_START,
        process,
        () ->
            rest.jobs().stream()
                .filter(job -> job.id().equals(jobId))
                .allMatch(job -> job.state().equals("CANCELED")));
  }

  private byte[] send(String method, String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(rest.url().resolve(path))
            .timeout(LONGEST_ANSWER)
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofByteArray()).body();
  }

  private static <T> T asking(Callable<T> question) {
    try {
      return question.call();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabFailure("Interrupted while asking Flink.", e);
    } catch (LabFailure e) {
      throw e;
    } catch (Exception e) {
      throw new LabFailure("Flink does not answer: " + e.getMessage() + ".", e);
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
