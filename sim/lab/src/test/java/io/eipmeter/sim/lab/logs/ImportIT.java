package io.eipmeter.sim.lab.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.sim.lab.cli.Commands;
import io.eipmeter.sim.lab.cli.Commands.Answer;
import io.eipmeter.sim.lab.kafka.LocalKafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The provider's logs, joined to the owners that stand in Kafka. */
final class ImportIT {
  @TempDir Path directory;

  @Test
  void ownersOfTheTopicAreThoseOfTheInventoryThatWasPutThere() throws IOException {
    Path inventory = directory.resolve("inventory.csv");
    Files.write(
        inventory,
        List.of(
            "id,address,account,eip_id,from,to,association_kind,association_id",
            "1,203.0.113.1,acme,eip-1,2026-10-01T00:00:00Z,2026-10-01T10:30:00Z,Nat,ngw-1",
            "2,203.0.113.1,beta,eip-1,2026-10-01T10:30:00Z,,Nat,ngw-1"));
    Path log = directory.resolve("sessions.jsonl");
    Files.write(
        log,
        List.of(
            session("2026-10-01T10:10:00Z", 1_000, 70), session("2026-10-01T10:40:00Z", 200, 5)));
    Answer ofFile = importing(log, "--inventory", inventory.toString());
    assertThat(ofFile.out().lines().skip(1))
        .satisfiesExactly(
            acme -> assertThat(acme).startsWith("acme,").contains(",70,1000,"),
            beta -> assertThat(beta).startsWith("beta,").contains(",5,200,"));
    try (LocalKafka kafka = LocalKafka.start(directory.resolve("kafka"), directory)) {
      String bootstrap = kafka.bootstrapServers();
      Commands.succeed(List.of("topics", "create", "--partitions", "3", "--kafka", bootstrap));
      Commands.succeed(
          List.of("inventory", "sync", inventory.toString(), "--restate", "--kafka", bootstrap));
      assertThat(importing(log, "--kafka", bootstrap).out()).isEqualTo(ofFile.out());
      Path properties = directory.resolve("client.properties");
      Files.writeString(properties, "default.api.timeout.ms=500");
      kafka.kill();
      Answer away =
          importing(log, "--kafka", bootstrap, "--kafka-properties", properties.toString());
      assertThat(away.exitCode()).isEqualTo(1);
      assertThat(away.err()).startsWith("eipmeter import: Kafka at " + bootstrap + ": ");
    }
  }

  private static String session(String start, long out, long in) {
    long second = java.time.Instant.parse(start).getEpochSecond();
    return String.format(
        Locale.ROOT,
        """
        {"instance":"ngw-1","vpc_id":"vpc-1","protocol":6,"pri_ip":"10.0.0.8","pri_port":5000,\
        "pub_ip":"198.51.100.9","pub_port":443,"nat_ip":"203.0.113.1","nat_port":40000,\
        "bytes_from_pub":%d,"pkts_from_pub":1,"bytes_from_vpc":%d,"pkts_from_vpc":1,\
        "start_time":%d,"end_time":%d}""",
        in,
        out,
        second,
        second + 1);
  }

  private static Answer importing(Path log, String... owners) {
    List<String> words =
        new ArrayList<>(List.of("import", log.toString(), "--format", "nat-session-log"));
    words.addAll(List.of(owners));
    return Commands.run(words);
  }
}
