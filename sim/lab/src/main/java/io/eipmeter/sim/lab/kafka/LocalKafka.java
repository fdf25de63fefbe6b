package io.eipmeter.sim.lab.kafka;

import io.eipmeter.sim.lab.process.Await;
import io.eipmeter.sim.lab.process.ChildProcess;
import io.eipmeter.sim.lab.process.LabFailure;
import io.eipmeter.sim.lab.process.Ports;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** A Kafka of one node in a child process, its data in a directory, fit for virtual time. */
public final class LocalKafka implements AutoCloseable {
  private final Path propertiesFile;
  private final Path logDirectory;
  private final int port;
  private ChildProcess process;

  private LocalKafka(Path propertiesFile, Path logDirectory, int port) {
    this.propertiesFile = propertiesFile;
    this.logDirectory = logDirectory;
    this.port = port;
    this.process = launch();
  }

  /** Starts it on a free port and returns when it answers. */
  public static LocalKafka start(Path dataDirectory, Path logDirectory) {
    return start(dataDirectory, logDirectory, Ports.tcp(0, "--kafka-port"));
  }

  /** Starts it on a port known to be free and returns when it answers. */
  public static LocalKafka start(Path dataDirectory, Path logDirectory, int port) {
    int controllerPort = Ports.tcp(0, "--kafka-port");
    Path file = dataDirectory.resolve("broker.properties");
    try {
      Files.createDirectories(dataDirectory);
      try (OutputStream out = Files.newOutputStream(file)) {
        properties(dataDirectory, port, controllerPort).store(out, null);
      }
    } catch (IOException e) {
      throw new LabFailure("Kafka's directory could not be made: " + e.getMessage() + ".", e);
    }
    LocalKafka kafka = new LocalKafka(file, logDirectory, port);
    kafka.awaitAnswer();
    return kafka;
  }

  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  public ChildProcess process() {
    return process;
  }

  /** kill -9. */
  public void kill() {
    process.kill();
  }

  /** Starts the broker again on the same port and data. */
  public void restart() {
    process = launch();
    awaitAnswer();
  }

  @Override
  public void close() {
    process.close();
  }

  private ChildProcess launch() {
    return ChildProcess.startWatched(
        "kafka",
        logDirectory,
        List.of("-Xms128m", "-Xmx512m", "-XX:+UseSerialGC"),
        List.of(KafkaBroker.class.getName(), propertiesFile.toString()));
  }

  private void awaitAnswer() {
    Map<String, Object> config =
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers(),
            AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
            200);
    try (Admin admin = Admin.create(config)) {
      Await.until(
          "answer of Kafka at " + bootstrapServers(),
          Await.LONGEST_START,
          process,
          () -> !admin.describeCluster().nodes().get(2, TimeUnit.SECONDS).isEmpty());
    }
  }

  private static Properties properties(Path directory, int port, int controllerPort) {
    String broker = "PLAINTEXT://127.0.0.1:" + port;
    Properties properties = new Properties();
    properties.put("process.roles", "broker,controller");
    properties.put("node.id", "1");
    properties.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
    properties.put("listeners", broker + ",CONTROLLER://127.0.0.1:" + controllerPort);
    properties.put("advertised.listeners", broker);
    properties.put("controller.listener.names", "CONTROLLER");
    properties.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    properties.put("log.dirs", directory.resolve("data").toString());
    properties.put("offsets.topic.replication.factor", "1");
    properties.put("offsets.topic.num.partitions", "1");
    properties.put("transaction.state.log.replication.factor", "1");
    properties.put("transaction.state.log.min.isr", "1");
    properties.put("transaction.state.log.num.partitions", "1");
    properties.put("share.coordinator.state.topic.replication.factor", "1");
    properties.put("share.coordinator.state.topic.min.isr", "1");
    properties.put("group.initial.rebalance.delay.ms", "0");
    properties.put("auto.create.topics.enable", "false");
    properties.put("log.cleaner.dedupe.buffer.size", "2097152");
    properties.put("num.io.threads", "2");
    properties.put("num.network.threads", "1");
    // Virtual time runs ahead of the wall clock, and its records must outlive it.
    properties.put("log.message.timestamp.after.max.ms", Long.toString(Long.MAX_VALUE));
    properties.put("log.message.timestamp.before.max.ms", Long.toString(Long.MAX_VALUE));
    properties.put("log.retention.ms", "-1");
    // After kill -9 the same node waits until its old registration has timed out.
    properties.put("broker.session.timeout.ms", "2000");
    properties.put("broker.heartbeat.interval.ms", "500");
    return properties;
  }
}
