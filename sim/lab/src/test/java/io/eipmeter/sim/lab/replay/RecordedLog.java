package io.eipmeter.sim.lab.replay;

import io.eipmeter.schemas.Topic;
import io.eipmeter.schemas.v1.DatagramBlock;
import io.eipmeter.schemas.v1.Settings;
import io.eipmeter.sim.lab.traffic.WorldLog;
import io.eipmeter.sim.world.Scenario;
import io.eipmeter.sim.world.Simulation;
import io.eipmeter.sim.world.SimulationOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A simulated hour's beginning as the records of `flow-datagrams` that a collector, or two, would
 * have written; with a broker's clock that was set back for a while. The same for the same
 * arguments.
 */
final class RecordedLog {
  static final int PARTITIONS = 4;
  private static final long STEP_MS = 1_000;
  private static final long BOOT_MS = 1;

  /**
   * What the broker's clock shows between the 40 % and the 60 % of the run: this much too little.
   */
  private static final long SET_BACK_MS = 20_000;

  private final List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
  private final Map<String, Long> numbers = new HashMap<>();
  private final Settings settings;
  private final long startMs;
  private final long endMs;

  /**
   * @param collectors how many; each datagram comes through every one of them
   */
  RecordedLog(SimulationOptions options, int collectors, long shuffleSeed) {
    List<Sent> sent = new ArrayList<>();
    Simulation simulation =
        new Simulation(
            options,
            (exporter, datagram) -> sent.add(new Sent(exporter.getAddress(), datagram)),
            (event, atMs) -> {});
    settings = simulation.settings();
    startMs = options.startMs();
    endMs = simulation.endMs();
    Random random = new Random(shuffleSeed);
    for (long atMs = startMs; atMs <= endMs + STEP_MS; atMs += STEP_MS) {
      simulation.runTo(atMs);
      if (atMs > endMs) {
        simulation.finish();
      }
      append(sent, atMs, collectors, random);
      heartbeats(stamp(atMs));
      sent.clear();
    }
  }

  static RecordedLog of(int collectors) {
    return new RecordedLog(
        new SimulationOptions(
            7, 60, 12, SimulationOptions.DEFAULT_START_MS, Scenario.named("long-flows")),
        collectors,
        11);
  }

  private record Sent(byte[] exporter, byte[] datagram) {}

  private long stamp(long atMs) {
    long fromMs = startMs + (endMs - startMs) * 4 / 10;
    long toMs = startMs + (endMs - startMs) * 6 / 10;
    return atMs >= fromMs && atMs < toMs ? atMs - SET_BACK_MS : atMs;
  }

  private void append(List<Sent> sent, long atMs, int collectors, Random random) {
    List<ProducerRecord<byte[], byte[]>> step = new ArrayList<>();
    for (int collector = 0; collector < collectors; collector++) {
      for (Sent one : sent) {
        step.add(block("collector-" + collector, one, atMs));
      }
    }
    if (collectors > 1) {
      interleave(step, random);
    }
    records.addAll(step);
  }

  /** Each collector's records keep their order; how the collectors' records meet is chance. */
  private static void interleave(List<ProducerRecord<byte[], byte[]>> step, Random random) {
    List<ProducerRecord<byte[], byte[]>> first = new ArrayList<>(step.subList(0, step.size() / 2));
    List<ProducerRecord<byte[], byte[]>> second =
        new ArrayList<>(step.subList(step.size() / 2, step.size()));
    step.clear();
    while (!first.isEmpty() || !second.isEmpty()) {
      boolean takeFirst = second.isEmpty() || !first.isEmpty() && random.nextBoolean();
      step.add(takeFirst ? first.remove(0) : second.remove(0));
    }
  }

  private ProducerRecord<byte[], byte[]> block(String collector, Sent sent, long atMs) {
    long number = numbers.merge(collector + Arrays.toString(sent.exporter), 1L, Long::sum);
    byte[] value = WorldLog.block(sent.exporter, collector, number, atMs, sent.datagram);
    int partition = Math.floorMod(Arrays.hashCode(sent.exporter), PARTITIONS);
    return new ProducerRecord<>(
        Topic.FLOW_DATAGRAMS.topicName(), partition, stamp(atMs), sent.exporter, value);
  }

  private void heartbeats(long stampMs) {
    byte[] value =
        DatagramBlock.newBuilder()
            .setCollector("collector-0")
            .setBootMs(BOOT_MS)
            .build()
            .toByteArray();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      records.add(
          new ProducerRecord<>(Topic.FLOW_DATAGRAMS.topicName(), partition, stampMs, null, value));
    }
  }

  Settings settings() {
    return settings;
  }

  long startMs() {
    return startMs;
  }

  long endMs() {
    return endMs;
  }

  /** The log in so many parts of about the same length. */
  List<List<ProducerRecord<byte[], byte[]>>> parts(int count) {
    List<List<ProducerRecord<byte[], byte[]>>> parts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      parts.add(records.subList(records.size() * i / count, records.size() * (i + 1) / count));
    }
    return parts;
  }

  /** Heartbeats alone, so that all of the log settles. */
  List<ProducerRecord<byte[], byte[]>> silenceUntil(long untilMs) {
    int before = records.size();
    heartbeats(untilMs);
    List<ProducerRecord<byte[], byte[]>> silence =
        new ArrayList<>(records.subList(before, records.size()));
    records.subList(before, records.size()).clear();
    return silence;
  }
}
