package io.eipmeter.collector.cli;

import io.eipmeter.collector.outbox.KafkaSettings;
import io.eipmeter.schemas.Clocks;
import io.eipmeter.schemas.files.BadFileException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/**
 * The options of every command that talks to Kafka; for those that end, failures become one
 * sentence and an exit code.
 */
final class KafkaOptions {
  private static final String TIMEOUT_MS = "15000";

  @Option(
      names = "--kafka",
      required = true,
      paramLabel = "HOST:PORT",
      description = "Kafka's bootstrap servers.")
  String kafka;

  @Option(
      names = "--kafka-properties",
      paramLabel = "FILE",
      description = "More client properties, for security and the like.")
  @Nullable Path kafkaProperties;

  @Option(
      names = "--clock",
      defaultValue = "system",
      paramLabel = "CLOCK",
      description =
          "'system', or for virtual time originMs@wallMs*speed or file:PATH. Default: system.")
  String clock;

  /** What is run. */
  interface Call {
    int run(KafkaSettings settings) throws IOException, InterruptedException, ExecutionException;
  }

  /**
   * Runs a call with settings that give up after some seconds, for a person waits.
   *
   * @return its exit code; 2 for what the user's file says, 1 for what Kafka says
   */
  int run(CommandSpec spec, Call call) throws InterruptedException {
    KafkaSettings settings = settings(spec);
    try {
      return call.run(settings);
    } catch (BadFileException e) {
      return fail(spec, 2, String.valueOf(e.getMessage()));
    } catch (ExecutionException e) {
      return fail(spec, 1, "Kafka at " + kafka + ": " + root(e));
    } catch (KafkaException e) {
      return fail(spec, 1, "Kafka at " + kafka + ": " + root(e));
    } catch (IOException e) {
      return fail(spec, 1, String.valueOf(e.getMessage()));
    }
  }

  Clock clock(CommandSpec spec) {
    try {
      return Clocks.parse(clock);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  /** What the user gave, for a program that waits for Kafka as long as it takes. */
  KafkaSettings given(CommandSpec spec) {
    try {
      return KafkaSettings.of(kafka, kafkaProperties);
    } catch (IOException e) {
      throw new ParameterException(
          spec.commandLine(), "--kafka-properties: " + kafkaProperties + " can't be read", e);
    }
  }

  private KafkaSettings settings(CommandSpec spec) {
    KafkaSettings given = given(spec);
    Map<String, String> more = new HashMap<>();
    more.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MS);
    more.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MS);
    more.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, TIMEOUT_MS);
    more.putAll(given.more());
    return new KafkaSettings(kafka, more);
  }

  private static String root(Throwable thrown) {
    Throwable root = thrown;
    while ((root instanceof KafkaException || root instanceof ExecutionException)
        && root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }

  private static int fail(CommandSpec spec, int exitCode, String sentence) {
    spec.commandLine().getErr().println(spec.qualifiedName(" ") + ": " + sentence);
    spec.commandLine().getErr().flush();
    return exitCode;
  }
}
