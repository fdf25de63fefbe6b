package io.eipmeter.sim.lab.compare;

import io.eipmeter.sim.lab.process.LabFailure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Queries over ClickHouse's HTTP interface. */
public final class ClickHouseReader {
  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(120);

  private final URI url;
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  public ClickHouseReader(URI url) {
    this.url = url;
  }

  /** The answer's rows, each split at tabs. */
  public List<String[]> rows(String query) {
    String body = answer(query + " FORMAT TabSeparated");
    return Stream.of(body.split("\n"))
        .filter(line -> !line.isEmpty())
        .map(line -> line.split("\t", -1))
        .toList();
  }

  /** Runs a statement; the answer as it comes. */
  public String answer(String statement) {
    HttpRequest request =
        HttpRequest.newBuilder(url.resolve("/"))
            .timeout(LONGEST_ANSWER)
            .POST(HttpRequest.BodyPublishers.ofString(statement))
            .build();
    try {
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new LabFailure("ClickHouse refused: " + response.body().strip().split("\n")[0]);
      }
      return response.body();
    } catch (IOException e) {
      throw new LabFailure("ClickHouse at " + url + " did not answer: " + e.getMessage() + ".", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabFailure("Interrupted while reading ClickHouse.", e);
    }
  }
}
