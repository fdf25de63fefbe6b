package io.eipmeter.sim.lab.clickhouse;

import io.eipmeter.sim.lab.process.Await;
import io.eipmeter.sim.lab.process.ChildProcess;
import io.eipmeter.sim.lab.process.LabFailure;
import io.eipmeter.sim.lab.process.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** ClickHouse in a child process: HTTP and native protocol on the loopback, tables on disk. */
public final class LocalClickHouse implements AutoCloseable {
  private static final String SERVE =
      "SYSTEM START LISTEN HTTP; SYSTEM START LISTEN TCP;"
          + " SELECT count() FROM file('/dev/stdin','LineAsString')";

  private final Path library;
  private final Path dataDirectory;
  private final Path logDirectory;
  private final int httpPort;
  private final int nativePort;
  private final DictionaryUpdates updates;
  private ChildProcess process;

  private LocalClickHouse(
      Path library, Path dataDirectory, Path logDirectory, int httpPort, int nativePort) {
    this.library = library;
    this.dataDirectory = dataDirectory;
    this.logDirectory = logDirectory;
    this.httpPort = httpPort;
    this.nativePort = nativePort;
    this.process = launch();
    this.updates = new DictionaryUpdates(httpUrl());
  }

  /** Starts it on free ports and returns when it answers. Tables of the directory are kept. */
  public static LocalClickHouse start(Path dataDirectory, Path logDirectory) {
    return start(dataDirectory, logDirectory, Ports.tcp(0, "--clickhouse-port"));
  }

  /** Starts it with HTTP on a port known to be free and returns when it answers. */
  public static LocalClickHouse start(Path dataDirectory, Path logDirectory, int httpPort) {
    Path library = ChdbLibrary.locate(logDirectory);
    try {
      Files.createDirectories(dataDirectory);
    } catch (IOException e) {
      throw new LabFailure("ClickHouse's directory could not be made: " + e.getMessage() + ".", e);
    }
    LocalClickHouse clickHouse =
        new LocalClickHouse(
            library, dataDirectory, logDirectory, httpPort, Ports.tcp(0, "--clickhouse-port"));
    clickHouse.awaitAnswer();
    return clickHouse;
  }

  public int port() {
    return httpPort;
  }

  public int nativePort() {
    return nativePort;
  }

  public URI httpUrl() {
    return URI.create("http://127.0.0.1:" + httpPort);
  }

  public Path dataDirectory() {
    return dataDirectory;
  }

  public ChildProcess process() {
    return process;
  }

  /** kill -9. */
  public void kill() {
    process.kill();
  }

  /** Ends it in good order: its tables are flushed. */
  public void stop() {
    process.close();
  }

  /** Starts it again on the same ports and data. */
  public void restart() {
    process = launch();
    awaitAnswer();
  }

  @Override
  public void close() {
    updates.close();
    stop();
  }

  private ChildProcess launch() {
    return ChildProcess.start(
        "clickhouse",
        logDirectory,
        List.of("-Xmx64m", "-XX:+UseSerialGC"),
        List.of(
            ClickHouseEngine.class.getName(),
            library.toString(),
            "--path",
            dataDirectory.toString(),
            "--listen_host",
            "127.0.0.1",
            "--http_port",
            Integer.toString(httpPort),
            "--tcp_port",
            Integer.toString(nativePort),
            "--query",
            SERVE));
  }

  private void awaitAnswer() {
    HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
    HttpRequest ping =
        HttpRequest.newBuilder(httpUrl().resolve("/ping")).timeout(Duration.ofSeconds(2)).build();
    Await.until(
        "answer of ClickHouse at " + httpUrl(),
        Await.LONGEST_START,
        process,
        () -> client.send(ping, HttpResponse.BodyHandlers.ofString()).body().startsWith("Ok"));
  }
}
