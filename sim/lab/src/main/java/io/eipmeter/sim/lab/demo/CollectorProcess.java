package io.eipmeter.sim.lab.demo;

import io.eipmeter.sim.lab.cli.Main;
import io.eipmeter.sim.lab.process.Await;
import io.eipmeter.sim.lab.process.ChildProcess;
import io.eipmeter.sim.lab.process.Ports;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** {@code eipmeter collect} as a child process, with the lab's clock. */
public final class CollectorProcess implements AutoCloseable {
  private final String bootstrapServers;
  private final Path directory;
  private final Path logDirectory;
  private final Clock clock;
  private final int udpPort = Ports.udp(0, "--port");
  private final int metricsPort = Ports.tcp(0, "--metrics-port");
  private ChildProcess process;

  private CollectorProcess(
      String bootstrapServers, Path directory, Path logDirectory, Clock clock) {
    this.bootstrapServers = bootstrapServers;
    this.directory = directory;
    this.logDirectory = logDirectory;
    this.clock = clock;
    this.process = launch();
  }

  /** Starts it on free ports and returns when it is healthy. */
  public static CollectorProcess start(
      String bootstrapServers, Path directory, Path logDirectory, Clock clock) {
    CollectorProcess collector =
        new CollectorProcess(bootstrapServers, directory, logDirectory, clock);
    collector.awaitHealth();
    return collector;
  }

  /** Where exporters send to. */
  public InetSocketAddress udpAddress() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), udpPort);
  }

  public URI metricsUrl() {
    return URI.create("http://127.0.0.1:" + metricsPort + "/metrics");
  }

  public ChildProcess process() {
    return process;
  }

  /** kill -9. */
  public void kill() {
    process.kill();
  }

  /** Starts it again with the same name, ports and spool. */
  public void restart() {
    process = launch();
    awaitHealth();
  }

  @Override
  public void close() {
    process.close();
  }

  private ChildProcess launch() {
    return ChildProcess.startWatched(
        "collector",
        logDirectory,
        List.of("-Xms64m", "-Xmx256m", "-XX:+UseSerialGC"),
        List.of(
            Main.class.getName(),
            "collect",
            "--kafka",
            bootstrapServers,
            "--id",
            "lab",
            "--bind",
            "127.0.0.1",
            "--port",
            Integer.toString(udpPort),
            "--metrics-port",
            Integer.toString(metricsPort),
            "--spool",
            directory.toString(),
            "--clock",
            clock.toString()));
  }

  private void awaitHealth() {
    HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
    HttpRequest health =
        HttpRequest.newBuilder(metricsUrl().resolve("/healthz"))
            .timeout(Duration.ofSeconds(2))
            .build();
    Await.until(
        "healthy answer of the collector at " + health.uri(),
        Await.LONGEST_START,
        process,
        () -> client.send(health, HttpResponse.BodyHandlers.discarding()).statusCode() == 200);
  }
}
