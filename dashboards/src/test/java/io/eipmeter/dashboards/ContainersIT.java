package io.eipmeter.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.dockerjava.api.exception.NotFoundException;
import io.eipmeter.sim.lab.cli.Main;
import io.eipmeter.sim.lab.process.Ports;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.containers.wait.strategy.Wait;

/**
 * The end-to-end run on the official images of Kafka and ClickHouse; Flink runs from its Maven
 * jars. Only in the profile {@code containers}; skipped, with a message, where Docker or an image
 * is missing.
 */
@Tag("containers")
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class ContainersIT {
  private static final Duration LONGEST_START = Duration.ofMinutes(2);
  private static final String KAFKA = "apache/kafka:" + System.getProperty("kafka.version");
  private static final String CLICKHOUSE =
      "clickhouse/clickhouse-server:" + System.getProperty("clickhouse.image.version");

  @Test
  void theDemoIsExactOnOfficialImages() {
    assumeTrue(
        DockerClientFactory.instance().isDockerAvailable(),
        "Docker is missing: the run on official images is skipped.");
    need(KAFKA);
    need(CLICKHOUSE);
    int kafkaPort = Ports.tcp(0, "Kafka");
    try (GenericContainer<?> kafka = kafka(kafkaPort);
        GenericContainer<?> clickHouse = clickHouse()) {
      kafka.start();
      clickHouse.start();
      int exit =
          Main.commandLine()
              .execute(
                  "demo",
                  "--kafka",
                  "127.0.0.1:" + kafkaPort,
                  "--clickhouse",
                  "http://127.0.0.1:" + clickHouse.getMappedPort(8123));
      assertThat(exit).isZero();
    }
  }

  /** Only asks: a pull that cannot succeed is tried for minutes. */
  private static void need(String image) {
    try {
      DockerClientFactory.instance().client().inspectImageCmd(image).exec();
    } catch (NotFoundException e) {
      abort("The image is missing, the run on official images is skipped: docker pull " + image);
    }
  }

  private static GenericContainer<?> kafka(int port) {
    GenericContainer<?> kafka =
        new GenericContainer<>(KAFKA)
            .withEnv("KAFKA_NODE_ID", "1")
            .withEnv("KAFKA_PROCESS_ROLES", "broker,controller")
            .withEnv("KAFKA_LISTENERS", "PLAINTEXT://:9092,CONTROLLER://:9093")
            .withEnv("KAFKA_ADVERTISED_LISTENERS", "PLAINTEXT://127.0.0.1:" + port)
            .withEnv("KAFKA_CONTROLLER_LISTENER_NAMES", "CONTROLLER")
            .withEnv(
                "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP", "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT")
            .withEnv("KAFKA_CONTROLLER_QUORUM_VOTERS", "1@localhost:9093")
            .withEnv("KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR", "1")
            .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
            // The simulation's time is not the wall clock's.
            .withEnv("KAFKA_LOG_MESSAGE_TIMESTAMP_AFTER_MAX_MS", Long.toString(Long.MAX_VALUE))
            .waitingFor(new KafkaAnswers(port).withStartupTimeout(LONGEST_START));
    kafka.setPortBindings(List.of("127.0.0.1:" + port + ":9092"));
    return kafka;
  }

  private static GenericContainer<?> clickHouse() {
    return new GenericContainer<>(CLICKHOUSE)
        .withEnv("CLICKHOUSE_SKIP_USER_SETUP", "1")
        .withExposedPorts(8123)
        .waitingFor(Wait.forHttp("/ping").forPort(8123).withStartupTimeout(LONGEST_START));
  }

  /** Asked from outside, as the programs do: what an image has inside to ask with differs. */
  private static final class KafkaAnswers extends AbstractWaitStrategy {
    private final int port;

    KafkaAnswers(int port) {
      this.port = port;
    }

    @Override
    protected void waitUntilReady() {
      String bootstrap = "127.0.0.1:" + port;
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
        int patience = Math.toIntExact(startupTimeout.toMillis());
        admin.describeCluster(new DescribeClusterOptions().timeoutMs(patience)).nodes().get();
      } catch (ExecutionException e) {
        throw new ContainerLaunchException("Kafka at " + bootstrap + " does not answer.", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ContainerLaunchException("Stopped while waiting for Kafka.", e);
      }
    }
  }
}
