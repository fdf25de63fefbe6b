package io.eipmeter.sim.lab.flink;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the lab asks a Flink cluster through its REST interface. */
public final class FlinkRest {
  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI url;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(LONGEST_ANSWER).build();

  /** A job as the cluster lists it; {@code runningTasks} of {@code tasks} run. */
  public record Job(String id, String name, String state, int tasks, int runningTasks) {
    /** Whether every task of it runs. */
    public boolean allRunning() {
      return state.equals("RUNNING") && tasks > 0 && tasks == runningTasks;
    }
  }

  public FlinkRest(URI url) {
    this.url = url;
  }

  public URI url() {
    return url;
  }

  /** {@code host:port}, as the jobs' option {@code --flink.rest} wants it. */
  public String hostAndPort() {
    return url.getHost() + ":" + url.getPort();
  }

  /** Task slots of all TaskManagers. */
  public int slots() throws IOException, InterruptedException {
    return read("/overview").path("slots-total").asInt();
  }

  public List<Job> jobs() throws IOException, InterruptedException {
    List<Job> jobs = new ArrayList<>();
    for (JsonNode job : read("/jobs/overview").path("jobs")) {
      JsonNode tasks = job.path("tasks");
      jobs.add(
          new Job(
              job.path("jid").asText(),
              job.path("name").asText(),
              job.path("state").asText(),
              tasks.path("total").asInt(),
              tasks.path("running").asInt()));
    }
    return jobs;
  }

  /**
   * The lowest input watermark of a job's operator; the lowest of all longs while one is unknown.
   */
  public long lowestWatermarkMs(String jobId, String operator)
      throws IOException, InterruptedException {
    long lowestMs = Long.MAX_VALUE;
    for (JsonNode vertex : read("/jobs/" + jobId).path("vertices")) {
      if (vertex.path("name").asText().contains(operator)) {
        JsonNode marks =
            read("/jobs/" + jobId + "/vertices/" + vertex.path("id").asText() + "/watermarks");
        if (marks.size() < vertex.path("parallelism").asInt()) {
          return Long.MIN_VALUE;
        }
        for (JsonNode mark : marks) {
          lowestMs = Math.min(lowestMs, Long.parseLong(mark.path("value").asText()));
        }
      }
    }
    return lowestMs == Long.MAX_VALUE ? Long.MIN_VALUE : lowestMs;
  }

  /** Why a job failed last, in one line; null when it did not. */
  public @Nullable String lastFailure(String jobId) throws IOException, InterruptedException {
    JsonNode entries =
        read("/jobs/" + jobId + "/exceptions").path("exceptionHistory").path("entries");
    if (entries.isEmpty()) {
      return null;
    }
    String[] lines = entries.get(0).path("stacktrace").asText().split("\n");
    String deepest = lines[0];
    for (String line : lines) {
      if (line.startsWith("Caused by: ")) {
        deepest = line.substring("Caused by: ".length());
      }
    }
    return deepest.strip();
  }

  /** Asks a job to stop with a savepoint; ask {@link #savepoint} for it. */
  public String stopWithSavepoint(String jobId) throws IOException, InterruptedException {
    return post("/jobs/" + jobId + "/stop", "{\"drain\":false}").path("request-id").asText();
  }

  /** Where the savepoint of a request lies; null until it is complete. */
  public @Nullable String savepoint(String jobId, String requestId)
      throws IOException, InterruptedException {
    JsonNode location =
        read("/jobs/" + jobId + "/savepoints/" + requestId).path("operation").path("location");
    return location.isMissingNode() ? null : location.asText();
  }

  private JsonNode post(String path, String body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(url.resolve(path))
            .timeout(LONGEST_ANSWER)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    if (answer.statusCode() / 100 != 2) {
      throw new IOException("Flink answered " + answer.statusCode() + " to " + path);
    }
    return answer.body().length == 0 ? JSON.nullNode() : JSON.readTree(answer.body());
  }

  /** Ends a job without a savepoint. */
  public void cancel(String jobId) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(url.resolve("/jobs/" + jobId + "?mode=cancel"))
            .timeout(LONGEST_ANSWER)
            .method("PATCH", HttpRequest.BodyPublishers.noBody())
            .build();
    client.send(request, HttpResponse.BodyHandlers.discarding());
  }

  private JsonNode read(String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(url.resolve(path)).timeout(LONGEST_ANSWER).build();
    HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    if (answer.statusCode() != 200) {
      throw new IOException("Flink answered " + answer.statusCode() + " to " + path);
    }
    return JSON.readTree(answer.body());
  }
}
