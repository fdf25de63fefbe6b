package io.eipmeter.sim.lab.stack;

import io.eipmeter.schemas.clickhouse.ClickHouseOptions;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where the parts of the stack are: started here, or the user's own. */
public final class StackOptions {
  @Option(
      names = "--kafka",
      paramLabel = "HOST:PORT",
      description = "Use this running Kafka instead of starting one.")
  public @Nullable String kafka;

  /** Only {@code --clickhouse} itself, not the environment, keeps the stack from starting one. */
  @Mixin public ClickHouseOptions clickHouse = new ClickHouseOptions();

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
