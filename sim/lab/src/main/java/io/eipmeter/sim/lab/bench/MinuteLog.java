package io.eipmeter.sim.lab.bench;

import io.eipmeter.collector.control.Topics;
import io.eipmeter.collector.outbox.KafkaSettings;
import io.eipmeter.schemas.Topic;
import io.eipmeter.schemas.v1.SettledBlock;
import io.eipmeter.schemas.v1.SettledRow;
import io.eipmeter.sim.lab.compare.ClickHouseReader;
import io.eipmeter.sim.lab.kafka.Refusals;
import io.eipmeter.sim.lab.process.LabFailure;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Fills {@code eip-minutes} as `bandwidth` would: every address in every minute, in blocks. */
final class MinuteLog {
  private static final int ROWS_A_BLOCK = 500;

  private final int eips;
  private final int minutes;
  private final UsageRows usage;
  private final Refusals refusals = new Refusals();
  private long bytesOut;
  private long bytesIn;

  MinuteLog(int eips, int minutes, long seed) {
    this.eips = eips;
    this.minutes = minutes;
    this.usage = new UsageRows(seed);
  }

  long rows() {
    return (long) eips * minutes;
  }

  /** Log time of the last heartbeat. */
  long endMs() {
    return UsageRows.START_MS + minutes * UsageRows.MINUTE_MS + UsageRows.CLOSE_AFTER_MS;
  }

  void write(String bootstrapServers) {
    KafkaSettings kafka = KafkaSettings.of(bootstrapServers);
    try (Admin admin = Admin.create(kafka.client());
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(kafka.producer(32L << 20))) {
      var ignored = Topics.create(admin, Topics.Plan.virtualTime(FlowLog.PARTITIONS));
      for (int minute = 0; minute < minutes; minute++) {
        for (int partition = 0; partition < FlowLog.PARTITIONS; partition++) {
          minute(producer, minute, partition);
        }
      }
      SettledBlock end = SettledBlock.newBuilder().setSettledUntilMs(endMs()).build();
      for (int partition = 0; partition < FlowLog.PARTITIONS; partition++) {
        send(producer, partition, end);
      }
      producer.flush();
    } catch (ExecutionException e) {
      throw new LabFailure("The topics could not be created: " + e.getCause() + ".", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabFailure("Interrupted while writing minutes.", e);
    }
    refusals.check();
  }

  private void minute(KafkaProducer<byte[], byte[]> producer, int minute, int partition) {
    SettledBlock.Builder block = SettledBlock.newBuilder();
    for (int eip = partition; eip < eips; eip += FlowLog.PARTITIONS) {
      SettledRow row = usage.minute(eip, minute);
      bytesOut += row.getMinute().getUsage().getBytesOut();
      bytesIn += row.getMinute().getUsage().getBytesIn();
      block.addRows(row);
      if (block.getRowsCount() == ROWS_A_BLOCK) {
        send(producer, partition, block.build());
        block.clear();
      }
    }
    if (block.getRowsCount() > 0) {
      send(producer, partition, block.build());
    }
  }

  private void send(KafkaProducer<byte[], byte[]> producer, int partition, SettledBlock block) {
    var ignored =
        producer.send(
            new ProducerRecord<>(
                Topic.EIP_MINUTES.topicName(), partition, null, block.toByteArray()),
            refusals);
  }

  /** How many of rows, bytes out and bytes in are not those written: 0 to 3. */
  int differences(ClickHouseReader reader, String database) {
    String[] found =
        reader
            .rows(
                "SELECT count(), sum(bytes_out), sum(bytes_in) FROM "
                    + database
                    + ".eip_minutes FINAL")
            .get(0);
    return (Long.parseLong(found[0]) == rows() ? 0 : 1)
        + (Long.parseLong(found[1]) == bytesOut ? 0 : 1)
        + (Long.parseLong(found[2]) == bytesIn ? 0 : 1);
  }
}
