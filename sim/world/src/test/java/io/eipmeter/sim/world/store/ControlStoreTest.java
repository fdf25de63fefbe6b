package io.eipmeter.sim.world.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eipmeter.schemas.v1.EipEvent;
import io.eipmeter.sim.world.cloud.Answer;
import io.eipmeter.sim.world.cloud.Call;
import io.eipmeter.sim.world.cloud.Caller;
import io.eipmeter.sim.world.cloud.Cloud;
import io.eipmeter.sim.world.cloud.FoundingPools;
import io.eipmeter.sim.world.cloud.Rules;
import io.eipmeter.sim.world.store.ControlStore.Queue;
import io.eipmeter.sim.world.store.ControlStore.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlStoreTest {
  private static final Caller USER = new Caller("acct-1", "ak", false, "192.0.2.1", "test");
  private static final long START_MS = 1_795_000_000_000L;

  @TempDir private Path directory;

  private static Cloud cloud(ControlStore store) {
    Cloud cloud = new Cloud(store.load(), store, Rules.standard(), 1);
    if (cloud.isNew()) {
      cloud.foundPools(FoundingPools.all(), START_MS);
    }
    return cloud;
  }

  private static Map<String, Object> call(Cloud cloud, String action, Map<String, String> more) {
    Answer answer = cloud.call(new Call("R", action, more, USER), START_MS);
    assertThat(answer.refusal()).isNull();
    return answer.body();
  }

  private static String allocate(Cloud cloud) {
    return String.valueOf(
        call(cloud, "AllocateEipAddress", Map.of("RegionId", "cn-hangzhou", "ClientToken", "t"))
            .get("AllocationId"));
  }

  @Test
  void everythingIsThereAfterARestart() throws Exception {
    String eip;
    try (ControlStore store = ControlStore.open(directory)) {
      Cloud cloud = cloud(store);
      eip = allocate(cloud);
      call(cloud, "AssociateEipAddress", Map.of("AllocationId", eip, "InstanceId", "i-1"));
    }
    try (ControlStore store = ControlStore.open(directory)) {
      Cloud cloud = cloud(store);
      cloud.passTime(START_MS + 2_000);
      // The state it was passing through goes on, and the token is still known.
      assertThat(allocate(cloud)).isEqualTo(eip);
      assertThat(call(cloud, "DescribeEipAddresses", Map.of("RegionId", "cn-hangzhou")).toString())
          .contains("Status=InUse")
          .contains("InstanceId=i-1");
    }
  }

  @Test
  void theFileAsItIsAtAnyMomentIsWhole() throws Exception {
    Path copy = directory.resolve("copy");
    try (ControlStore store = ControlStore.open(directory)) {
      allocate(cloud(store));
      // Nothing is closed: what a kill would leave behind.
      Files.createDirectories(copy);
      Files.copy(directory.resolve("control.mv"), copy.resolve("control.mv"));
    }
    try (ControlStore store = ControlStore.open(copy)) {
      assertThat(store.waiting(Queue.EVENTS, 10)).hasSize(1);
      assertThat(store.waiting(Queue.OPERATIONS, 10)).hasSize(1);
      assertThat(cloud(store).isNew()).isFalse();
    }
  }

  @Test
  void whatWaitsStaysInOrderUntilItIsPublished() throws Exception {
    try (ControlStore store = ControlStore.open(directory)) {
      Cloud cloud = cloud(store);
      String eip = allocate(cloud);
      call(cloud, "ModifyEipAddressAttribute", Map.of("AllocationId", eip, "Bandwidth", "7"));
      List<Waiting> waiting = store.waiting(Queue.EVENTS, 2);
      assertThat(EipEvent.parseFrom(waiting.get(0).message()).getToMs()).isZero();
      assertThat(EipEvent.parseFrom(waiting.get(1).message()).getToMs()).isEqualTo(START_MS);
      store.published(Queue.EVENTS, waiting.get(1).number());
    }
    try (ControlStore store = ControlStore.open(directory)) {
      List<Waiting> left = store.waiting(Queue.EVENTS, 10);
      assertThat(left).hasSize(1);
      assertThat(EipEvent.parseFrom(left.get(0).message()).getMaxBandwidthBitsPerSecond())
          .isEqualTo(7_000_000);
    }
  }

  @Test
  void aStateThatAnotherProcessHasIsRefused() throws Exception {
    try (ControlStore first = ControlStore.open(directory)) {
      assertThat(first.load()).isNotNull();
      assertThatThrownBy(() -> ControlStore.open(directory))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("cannot be opened");
    }
  }
}
