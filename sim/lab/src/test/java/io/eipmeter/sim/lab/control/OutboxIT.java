package io.eipmeter.sim.lab.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.schemas.Topic;
import io.eipmeter.schemas.v1.EipEvent;
import io.eipmeter.schemas.v1.OperationRecord;
import io.eipmeter.sim.lab.kafka.LocalKafka;
import io.eipmeter.sim.lab.process.Await;
import io.eipmeter.sim.lab.traffic.TopicReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A control plane that is killed, and a Kafka that is away: every statement arrives, in order. */
class OutboxIT {
  private static final int PARTITIONS = 3;
  private static final int EIPS = 6;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

  @TempDir(cleanup = org.junit.jupiter.api.io.CleanupMode.ON_SUCCESS)
  private Path directory;

  /** What has come to the topics so far. */
  private final Map<String, List<EipEvent>> eventsByEip = new LinkedHashMap<>();

  private final Set<String> requests = new HashSet<>();
  private final Map<Integer, Long> heartbeats = new HashMap<>();

  @Test
  void everyStatementArrivesInOrderThoughKafkaIsAwayAndTheProcessIsKilled() throws Exception {
    try (LocalKafka kafka = LocalKafka.start(directory.resolve("kafka"), directory)) {
      createTopics(kafka);
      try (ControlProcess plane = plane(kafka);
          TopicReader events = new TopicReader(kafka.bootstrapServers(), Topic.EIP_EVENTS);
          TopicReader operations = new TopicReader(kafka.bootstrapServers(), Topic.OPERATIONS)) {
        List<String> eips = new ArrayList<>();
        for (int i = 0; i < EIPS; i++) {
          eips.add(plane.call("AllocateEipAddress").path("AllocationId").asText());
        }
        kafka.kill();
        for (String eip : eips) {
          plane.call("AssociateEipAddress", "AllocationId", eip, "InstanceId", "i-" + eip);
        }
        plane.killAndRestart();
        for (String eip : eips) {
          plane.call("ModifyEipAddressAttribute", "AllocationId", eip, "Bandwidth", "9");
        }
        kafka.restart();
        for (String eip : eips) {
          plane.call("UnassociateEipAddress", "AllocationId", eip);
          plane.call("ReleaseEipAddress", "AllocationId", eip);
        }
        // Four intervals an EIP; the last statement ends the last.
        Await.until(
            "the last statement of each EIP",
            LONGEST_WAIT,
            kafka.process(),
            () -> {
              events.drain(record -> take(record.partition(), record.value()));
              operations.drain(record -> takeOperation(record.value()));
              return requests.size() == EIPS * 5
                  && eips.stream().allMatch(eip -> ended(eip))
                  && heartbeats.size() == PARTITIONS;
            });
        for (String eip : eips) {
          assertUnbroken(eip);
        }
      }
    }
  }

  private ControlProcess plane(LocalKafka kafka) {
    return new ControlProcess(directory, "--kafka", kafka.bootstrapServers());
  }

  private static void createTopics(LocalKafka kafka) throws Exception {
    try (Admin admin =
        Admin.create(Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()))) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(Topic.EIP_EVENTS.topicName(), PARTITIONS, (short) 1),
                  new NewTopic(Topic.OPERATIONS.topicName(), PARTITIONS, (short) 1)))
          .all()
          .get();
    }
  }

  private void take(int partition, byte[] value) {
    try {
      if (value.length == 0) {
        heartbeats.merge(partition, 1L, Long::sum);
        return;
      }
      EipEvent event = EipEvent.parseFrom(value);
      eventsByEip.computeIfAbsent(event.getEipId(), eip -> new ArrayList<>()).add(event);
    } catch (com.google.protobuf.InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private void takeOperation(byte[] value) {
    try {
      if (value.length > 0) {
        OperationRecord operation = OperationRecord.parseFrom(value);
        assertThat(operation.getOutcome()).isEqualTo("OK");
        requests.add(operation.getRequestId());
      }
    } catch (com.google.protobuf.InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private boolean ended(String eip) {
    List<EipEvent> said = eventsByEip.getOrDefault(eip, List.of());
    return !said.isEmpty()
        && number(said.get(said.size() - 1)) == 4
        && said.get(said.size() - 1).getToMs() != 0;
  }

  private static int number(EipEvent event) {
    return Integer.parseInt(event.getOwnershipId().replaceAll(".*/", ""));
  }

  /**
   * The newest statement of each interval, in the order of the intervals, leaves no time out; a
   * statement that was sent twice changes nothing.
   */
  private void assertUnbroken(String eip) {
    Map<Integer, EipEvent> newest = new LinkedHashMap<>();
    eventsByEip.getOrDefault(eip, List.of()).forEach(event -> newest.put(number(event), event));
    assertThat(newest.keySet()).containsExactly(1, 2, 3, 4);
    for (int i = 1; i < 4; i++) {
      EipEvent earlier = newest.get(i);
      EipEvent later = newest.get(i + 1);
      assertThat(earlier).isNotNull();
      assertThat(later).isNotNull();
      if (earlier != null && later != null) {
        assertThat(later.getFromMs()).as(eip + "/" + i).isEqualTo(earlier.getToMs());
      }
    }
    assertThat(newest.values())
        .extracting(EipEvent::getAssociationKind)
        .containsExactly("", "EcsInstance", "EcsInstance", "");
    assertThat(newest.values())
        .extracting(EipEvent::getMaxBandwidthBitsPerSecond)
        .containsExactly(5_000_000L, 5_000_000L, 9_000_000L, 9_000_000L);
  }
}
