package io.eipmeter.schemas.clickhouse;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** ClickHouse over HTTP: one statement a call, done or failed when the call returns. */
public final class ClickHouseHttp {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
  private static final int LONGEST_ANSWER_SHOWN = 500;
  private static final int UNKNOWN_TABLE = 60;
  private static final int UNKNOWN_DATABASE = 81;

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_LIMIT)
          .build();
  private final ClickHouseTarget target;
  private final Duration limit;

  /**
   * @param limit the longest a statement may take
   */
  public ClickHouseHttp(ClickHouseTarget target, Duration limit) {
    this.target = target;
    this.limit = limit;
  }

  /**
   * Runs a statement and returns what it printed.
   *
   * @throws ClickHouseException if ClickHouse refuses it
   * @throws IOException if ClickHouse does not answer: whether it was done is not known
   */
  public String query(String sql) throws IOException, InterruptedException, ClickHouseException {
    return send(
        "/?wait_end_of_query=1",
        BodyPublishers.ofByteArray(sql.getBytes(StandardCharsets.UTF_8)),
        null);
  }

  /**
   * Inserts rows in the format {@code RowBinary} as one block, written when this returns. Errors as
   * {@link #query}.
   *
   * @param columns in the order of the row's bytes; sent with every insert, so that a table may
   *     have more
   * @param bytes the first {@code length} of them are the rows
   */
  public void insert(String table, List<String> columns, byte[] bytes, int length)
      throws IOException, InterruptedException, ClickHouseException {
    insert(table, columns, bytes, length, null);
  }

  /**
   * As {@link #insert(String, List, byte[], int)}, for rows that are compressed.
   *
   * @param encoding HTTP's Content-Encoding, for example {@code lz4} (a frame); null: as they are
   */
  public void insert(
      String table, List<String> columns, byte[] bytes, int length, @Nullable String encoding)
      throws IOException, InterruptedException, ClickHouseException {
    String statement =
        "INSERT INTO "
            + target.database()
            + "."
            + table
            + " ("
            + String.join(", ", columns)
            + ") FORMAT RowBinary";
    send(
        "/?wait_end_of_query=1&async_insert=0&max_partitions_per_insert_block=0&query="
            + URLEncoder.encode(statement, StandardCharsets.UTF_8),
        BodyPublishers.ofByteArray(bytes, 0, length),
        encoding);
  }

  private String send(String pathAndQuery, BodyPublisher body, @Nullable String encoding)
      throws IOException, InterruptedException, ClickHouseException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(target.url() + pathAndQuery))
            .timeout(limit)
            .header("X-ClickHouse-User", target.user())
            .header("X-ClickHouse-Key", target.password())
            .POST(body);
    if (encoding != null) {
      request.header("Content-Encoding", encoding);
    }
    HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw refusal(answer);
    }
    return answer.body();
  }

  private static ClickHouseException refusal(HttpResponse<String> answer) {
    int code =
        answer
            .headers()
            .firstValue("X-ClickHouse-Exception-Code")
            .filter(text -> text.matches("\\d{1,9}"))
            .map(Integer::valueOf)
            .orElse(0);
    String text = answer.body().strip();
    if (text.isEmpty()) {
      return new ClickHouseException(code, "HTTP status " + answer.statusCode());
    }
    String shown = text.substring(0, Math.min(text.length(), LONGEST_ANSWER_SHOWN));
    boolean missing = code == UNKNOWN_DATABASE || code == UNKNOWN_TABLE;
    return new ClickHouseException(
        code, missing ? shown + "; 'eipmeter tables create' creates what is missing" : shown);
  }
}
