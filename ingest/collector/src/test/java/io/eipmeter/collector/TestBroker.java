package io.eipmeter.collector;

import io.eipmeter.collector.control.Topics;
import io.eipmeter.collector.outbox.KafkaSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.jspecify.annotations.Nullable;

/** A real Kafka in this JVM, which can be stopped and started again on the same port and data. */
final class TestBroker implements AutoCloseable {
  private final Path directory;
  private final int port;
  private final int controllerPort;
  private @Nullable KafkaRaftServer server;

  TestBroker(Path directory) throws Exception {
    this.directory = directory;
    try (ServerSocket first = new ServerSocket(0);
        ServerSocket second = new ServerSocket(0)) {
      port = first.getLocalPort();
      controllerPort = second.getLocalPort();
    }
    new Formatter()
        .setClusterId(Uuid.randomUuid().toString())
        .setNodeId(1)
        .setControllerListenerName("CONTROLLER")
        .setMetadataLogDirectory(directory.toString())
        .addDirectory(directory.toString())
        .setIgnoreFormatted(true)
        .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
        .run();
  }

  /** Started, with all topics. */
  static TestBroker withTopics(Path directory, int partitions) throws Exception {
    TestBroker broker = new TestBroker(directory);
    broker.start();
    try (Admin admin = Admin.create(broker.settings().client())) {
      Topics.create(admin, Topics.Plan.virtualTime(partitions));
    }
    return broker;
  }

  void start() throws InterruptedException, ExecutionException {
    KafkaRaftServer fresh = new KafkaRaftServer(new KafkaConfig(config()), Time.SYSTEM);
    fresh.startup();
    server = fresh;
    try (Admin admin = Admin.create(settings().client())) {
      var ignored = admin.describeCluster().nodes().get(60, TimeUnit.SECONDS);
    } catch (java.util.concurrent.TimeoutException e) {
      throw new IllegalStateException("the broker does not answer", e);
    }
  }

  private Properties config() {
    Properties config = new Properties();
    config.putAll(
        Map.ofEntries(
            Map.entry("process.roles", "broker,controller"),
            Map.entry("node.id", "1"),
            Map.entry("controller.quorum.voters", "1@127.0.0.1:" + controllerPort),
            Map.entry(
                "listeners",
                "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort),
            Map.entry("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port),
            Map.entry("controller.listener.names", "CONTROLLER"),
            Map.entry("listener.security.protocol.map", "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT"),
            Map.entry("log.dirs", directory.toString()),
            Map.entry("offsets.topic.replication.factor", "1"),
            Map.entry("offsets.topic.num.partitions", "1"),
            Map.entry("auto.create.topics.enable", "false"),
            Map.entry("log.cleaner.dedupe.buffer.size", "2097152"),
            Map.entry("num.io.threads", "2"),
            Map.entry("num.network.threads", "1"),
            Map.entry("group.initial.rebalance.delay.ms", "0")));
    return config;
  }

  void stop() {
    KafkaRaftServer running = server;
    if (running != null) {
      running.shutdown();
      running.awaitShutdown();
      server = null;
    }
  }

  String bootstrap() {
    return "127.0.0.1:" + port;
  }

  KafkaSettings settings() {
    return KafkaSettings.of(bootstrap());
  }

  @Override
  public void close() throws IOException {
    stop();
  }
}
