package io.eipmeter.sim.lab.bench;

import com.google.protobuf.ByteString;
import io.eipmeter.collector.outbox.KafkaSettings;
import io.eipmeter.jobs.log.OutgoingRecord;
import io.eipmeter.jobs.log.SettledBlockWriter;
import io.eipmeter.jobs.log.Slot;
import io.eipmeter.schemas.Topic;
import io.eipmeter.schemas.v1.EipMinute;
import io.eipmeter.schemas.v1.SettledRow;
import io.eipmeter.sim.lab.kafka.Refusals;
import io.eipmeter.sim.world.Address;
import io.eipmeter.sim.world.Usage;
import io.eipmeter.sim.world.traffic.MinuteExports;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Minutes put into {@code eip-minutes} as `bandwidth` would have put them: rows without key in the
 * partition of their address's slot, those that close together sorted by address, in blocks of as
 * many rows, and then a heartbeat that says how far the partition is.
 */
final class MonthLog implements AutoCloseable {
  private static final long MINUTE_MS = 60_000;
  private static final long PRODUCER_BYTES = 64L << 20;

  private final KafkaProducer<byte[], byte[]> producer;
  private final long settleDelayMs;
  private final SettledBlockWriter blocks = new SettledBlockWriter(0);
  private final List<SortedMap<Address, byte[]>> rowsOfPartition = new ArrayList<>();
  private final Refusals refusals = new Refusals();
  private long rows;
  private Usage total = Usage.NONE;

  /**
   * @param settleDelayMs from a minute's end to its close
   */
  MonthLog(String bootstrapServers, long settleDelayMs) {
    this.settleDelayMs = settleDelayMs;
    producer = new KafkaProducer<>(KafkaSettings.of(bootstrapServers).producer(PRODUCER_BYTES));
    for (int partition = 0; partition < FlowLog.PARTITIONS; partition++) {
      rowsOfPartition.add(new TreeMap<>());
    }
  }

  /** Takes what an address used in the minute that is written next. */
  void used(Address address, long minuteMs, Usage usage) {
    int slot = Slot.of(address.high(), address.low());
    byte[] row = row(address, minuteMs, usage).toByteArray();
    rowsOfPartition.get(Slot.partition(slot, FlowLog.PARTITIONS)).put(address, row);
    rows++;
    total = total.plus(usage);
  }

  private SettledRow row(Address address, long minuteMs, Usage usage) {
    return SettledRow.newBuilder()
        .setCloseMs(closeMs(minuteMs))
        .setMinute(
            EipMinute.newBuilder()
                .setAddress(ByteString.copyFrom(address.bytes()))
                .setMinuteMs(minuteMs)
                .setUsage(
                    io.eipmeter.schemas.v1.Usage.newBuilder()
                        .setBytesOut(usage.bytesOut())
                        .setBytesIn(usage.bytesIn())
                        .setPacketsOut(usage.packetsOut())
                        .setPacketsIn(usage.packetsIn())
                        .setFlowsOut(usage.flowsOut())
                        .setFlowsIn(usage.flowsIn())
                        .setSamplingRateMin(1)
                        .setSamplingRateMax(1)
                        .setLongestRecordMs(MinuteExports.LONGEST_RECORD_MS)))
        .build();
  }

  /** Log time at which a minute closes. */
  long closeMs(long minuteMs) {
    return minuteMs + MINUTE_MS + settleDelayMs;
  }

  /** Writes all rows of a minute. */
  void close(long minuteMs) {
    for (int partition = 0; partition < FlowLog.PARTITIONS; partition++) {
      SortedMap<Address, byte[]> all = rowsOfPartition.get(partition);
      int inBlock = 0;
      for (byte[] row : all.values()) {
        if (inBlock == 0) {
          blocks.begin();
        }
        blocks.row(row, 0, row.length);
        inBlock++;
        if (inBlock == SettledBlockWriter.ROWS_A_BLOCK) {
          send(blocks.end(Topic.EIP_MINUTES, partition));
          inBlock = 0;
        }
      }
      if (inBlock > 0) {
        send(blocks.end(Topic.EIP_MINUTES, partition));
      }
      all.clear();
    }
    settledUntil(closeMs(minuteMs));
  }

  /** Heartbeats. */
  void settledUntil(long logMs) {
    for (int partition = 0; partition < FlowLog.PARTITIONS; partition++) {
      send(blocks.heartbeat(Topic.EIP_MINUTES, partition, logMs));
    }
  }

  private void send(OutgoingRecord record) {
    var ignored =
        producer.send(
            new ProducerRecord<>(
                record.topic().topicName(), record.partition(), null, record.value()),
            refusals);
  }

  /** Returns when Kafka has all of it. */
  void end() {
    producer.flush();
    refusals.check();
  }

  long rows() {
    return rows;
  }

  /** Of all rows. */
  Usage total() {
    return total;
  }

  @Override
  public void close() {
    producer.close();
  }
}
