package io.eipmeter.protocols;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class DecoderPropertiesTest {
  @Property(tries = 2_000)
  void noBytesMakeItThrow(@ForAll @Size(max = 300) byte[] bytes, @ForAll long seed) {
    Exporter exporter = new Exporter();
    for (byte[] example : DatagramStreams.stream(seed, 4)) {
      exporter.send(example);
    }
    int[] versions = {5, 9, 10};
    exporter.send(bytes);
    if (bytes.length > 2) {
      bytes[0] = 0;
      bytes[1] = (byte) versions[(int) Math.floorMod(seed, 3L)];
      exporter.send(bytes);
    }
    assertThat(exporter.seen.calls).isNotNull();
  }

  @Property(tries = 300)
  void aCheckpointBetweenAnyTwoDatagramsChangesNoCall(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 9) int every) {
    Exporter plain = new Exporter();
    Exporter restored = new Exporter();
    List<byte[]> stream = DatagramStreams.stream(seed, 120);
    Random random = new Random(seed);
    int i = 0;
    for (byte[] datagram : stream) {
      long ms = random.nextInt(20) == 0 ? random.nextInt(2_000_000) : random.nextInt(3_000);
      plain.nowMs += ms;
      restored.nowMs += ms;
      Outcome expected = plain.send(datagram);
      assertThat(restored.send(datagram)).isEqualTo(expected);
      if (i++ % every == 0) {
        restored.restore();
      }
    }
    plain.passTime(10_000_000);
    restored.passTime(10_000_000);
    assertThat(restored.seen.calls).isEqualTo(plain.seen.calls);
    assertThat(restored.state.toBytes()).isEqualTo(plain.state.toBytes());
  }

  @Property(tries = 300)
  void everyDatagramComesToOneEndAndEveryWaitToo(@ForAll long seed) {
    Exporter exporter = new Exporter();
    Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
    List<byte[]> stream = DatagramStreams.stream(seed, 100);
    for (byte[] datagram : stream) {
      exporter.nowMs += 1_000;
      outcomes.merge(exporter.send(datagram), 1, Integer::sum);
    }
    exporter.passTime(10_000_000);
    assertThat(outcomes.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(100);
    long released =
        exporter.seen.fact(Fact.RELEASED_DECODED) + exporter.seen.fact(Fact.RELEASED_REJECTED);
    assertThat(released).isEqualTo(outcomes.getOrDefault(Outcome.WAITING, 0).longValue());
    assertThat(exporter.state.waiting).isEmpty();
    assertThat(exporter.state.waitingBytes).isZero();
  }

  @Property(tries = 500)
  void noBytesOfACheckpointMakeItThrowAnythingElse(
      @ForAll long seed, @ForAll @IntRange(min = 0, max = 5) int length) {
    Exporter exporter = new Exporter();
    DatagramStreams.stream(seed, length * 5).forEach(exporter::send);
    byte[] state = exporter.state.toBytes();
    byte[] broken = DatagramStreams.mutated(state, new Random(seed));
    try {
      ExporterState.fromBytes(broken);
    } catch (IllegalArgumentException expected) {
      assertThat(expected).hasMessageContaining("state of an exporter");
    }
    assertThat(ExporterState.fromBytes(state).toBytes()).isEqualTo(state);
    assertThatThrownBy(() -> ExporterState.fromBytes(new byte[0]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
