package io.eipmeter.collector.cli;

import io.eipmeter.collector.outbox.KafkaSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Runs what talks to Kafka, and turns its failures into one sentence and an exit code. */
final class KafkaCalls {
  private static final String TIMEOUT_MS = "15000";

  private KafkaCalls() {}

  /** What is run. */
  interface Call {
    int run(KafkaSettings settings)
        throws IOException, InterruptedException, ExecutionException, KafkaException;
  }

  /**
   * Runs a call with settings that give up after some seconds, for a person waits.
   *
   * @return its exit code, or 1 with a sentence on stderr
   */
  static int run(CommandSpec spec, String bootstrap, @Nullable Path properties, Call call)
      throws InterruptedException {
    KafkaSettings settings = settings(spec, bootstrap, properties);
    try {
      return call.run(settings);
    } catch (ExecutionException e) {
      return fail(spec, bootstrap, e.getCause() == null ? e : e.getCause());
    } catch (KafkaException | IOException e) {
      return fail(spec, bootstrap, e);
    }
  }

  private static KafkaSettings settings(
      CommandSpec spec, String bootstrap, @Nullable Path properties) {
    try {
      KafkaSettings given = KafkaSettings.of(bootstrap, properties);
      Map<String, String> more = new HashMap<>();
      more.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MS);
      more.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MS);
      more.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
      more.putAll(given.more());
      return new KafkaSettings(bootstrap, more);
    } catch (IOException e) {
      throw new ParameterException(
          spec.commandLine(), "--kafka-properties: " + properties + " can't be read", e);
    }
  }

  private static int fail(CommandSpec spec, String bootstrap, Throwable cause) {
    Throwable root = cause;
    while (root instanceof KafkaException && root.getCause() != null) {
      root = root.getCause();
    }
    spec.commandLine()
        .getErr()
        .println("eipmeter " + spec.name() + ": Kafka at " + bootstrap + ": " + root.getMessage());
    spec.commandLine().getErr().flush();
    return 1;
  }
}
