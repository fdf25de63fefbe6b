package io.eipmeter.jobs.alerts.cli;

import io.eipmeter.jobs.runtime.BadConfigException;
import io.eipmeter.schemas.Clocks;
import io.eipmeter.schemas.files.BadFileException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options of a command that talks to Kafka; failures become one sentence and an exit code. */
public final class KafkaOptions {
  private static final String SERVER = "([^:,\\[\\]\\s]+|\\[[0-9a-fA-F:.]+]):\\d{1,5}";
  private static final String SERVERS = SERVER + "(," + SERVER + ")*";

  @Option(
      names = "--kafka",
      required = true,
      paramLabel = "HOST:PORT",
      description = "Kafka's bootstrap servers.")
  private String kafka;

  @Option(
      names = "--kafka-properties",
      paramLabel = "FILE",
      description = "More client properties, for security and the like.")
  private @Nullable Path kafkaProperties;

  @Option(
      names = "--clock",
      defaultValue = "system",
      paramLabel = "CLOCK",
      description =
          "'system', or for virtual time originMs@wallMs*speed or file:PATH. Default: system.")
  private String clock;

  /** What is run. */
  @FunctionalInterface
  public interface Call {
    int run() throws IOException, InterruptedException, ExecutionException;
  }

  /** The client's properties; it gives up after some seconds, for a person waits. */
  public Properties properties(CommandSpec spec) {
    Properties properties = new Properties();
    if (kafkaProperties != null) {
      try (Reader reader = Files.newBufferedReader(kafkaProperties)) {
        properties.load(reader);
      } catch (IOException e) {
        throw new ParameterException(
            spec.commandLine(), "--kafka-properties: " + kafkaProperties + " can't be read", e);
      }
    }
    if (!kafka.matches(SERVERS)) {
      throw new ParameterException(
          spec.commandLine(),
          "--kafka: must be HOST:PORT, or several with commas, was '" + kafka + "'");
    }
    properties.setProperty("bootstrap.servers", kafka);
    properties.putIfAbsent("request.timeout.ms", "10000");
    properties.putIfAbsent("default.api.timeout.ms", "15000");
    properties.putIfAbsent("max.block.ms", "15000");
    return properties;
  }

  /** The clock that was asked for. */
  public Clock clock(CommandSpec spec) {
    try {
      return Clocks.parse(clock);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--clock: " + e.getMessage(), e);
    }
  }

  /**
   * Runs a call.
   *
   * @return its exit code; 2 for what the user's file says, 1 for what Kafka says
   */
  public static int run(CommandSpec spec, Call call) throws InterruptedException {
    try {
      return call.run();
    } catch (BadFileException e) {
      return fail(spec, 2, String.valueOf(e.getMessage()));
    } catch (BadConfigException e) {
      return fail(spec, 1, String.valueOf(e.getMessage()));
    } catch (IOException | KafkaException | ExecutionException e) {
      Throwable root = e;
      while (root.getCause() != null) {
        root = root.getCause();
      }
      boolean silent = root instanceof TimeoutException;
      return fail(spec, 1, (silent ? "Kafka did not answer in time: " : "") + root.getMessage());
    }
  }

  private static int fail(CommandSpec spec, int exitCode, String sentence) {
    spec.commandLine().getErr().println(spec.qualifiedName(" ") + ": " + sentence);
    spec.commandLine().getErr().flush();
    return exitCode;
  }
}
