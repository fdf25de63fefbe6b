package io.eipmeter.sim.lab.stack;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the parts of the stack are: started here, or the user's own. */
public final class StackOptions {
  @Option(
      names = "--kafka",
      paramLabel = "HOST:PORT",
      description = "Use this running Kafka instead of starting one.")
  public @Nullable String kafka;

  @Option(
      names = "--clickhouse",
      paramLabel = "URL",
      description = "Use this running ClickHouse (its HTTP address) instead of starting one.")
  public @Nullable URI clickHouse;

  @Option(
      names = "--flink",
      paramLabel = "HOST:PORT",
      description =
          "Use this running Flink (its REST address) instead of starting one. The jobs' classes must"
              + " be on its classpath.")
  public @Nullable String flink;

  @Option(
      names = "--kafka-port",
      paramLabel = "PORT",
      defaultValue = "0",
      description = "Port of the Kafka that is started; 0: a free one. Default: ${DEFAULT-VALUE}.")
  public int kafkaPort;

  @Option(
      names = "--clickhouse-port",
      paramLabel = "PORT",
      defaultValue = "0",
      description =
          "HTTP port of the ClickHouse that is started; 0: a free one. Default: ${DEFAULT-VALUE}.")
  public int clickHousePort;

  @Option(
      names = "--flink-port",
      paramLabel = "PORT",
      defaultValue = "0",
      description = "Port of Flink's web interface; 0: a free one. Default: ${DEFAULT-VALUE}.")
  public int flinkPort;

  @Option(
      names = "--directory",
      paramLabel = "DIR",
      description = "Data and logs of the stack. Default: a new one under .lab of the repository.")
  public @Nullable Path directory;
}
