package io.eipmeter.jobs.bandwidth;

import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.jobs.bandwidth.NetFlow5.Record;
import io.eipmeter.jobs.bandwidth.domain.TestSettings;
import io.eipmeter.jobs.log.Address;
import io.eipmeter.jobs.log.LoggedRecord;
import io.eipmeter.jobs.log.OutgoingRecord;
import io.eipmeter.schemas.Topic;
import io.eipmeter.schemas.v1.ExporterMinute;
import io.eipmeter.schemas.v1.FlowBlock;
import io.eipmeter.schemas.v1.RejectedDatagram;
import io.eipmeter.schemas.v1.SettledRow;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BandwidthOperatorsTest {
  private static final long START_MS = 1_800_000_000_000L; // 2027-01-15T08:00:00Z
  private static final long MINUTE_MS = 60_000;
  private static final int OURS = 0xcb007100; // 203.0.113.0
  private static final int REMOTE = 0x08080808;
  private static final Address[] EXPORTERS = {
    Address.of(new byte[] {127, 0, 0, 1}), Address.of(new byte[] {127, 0, 0, 2})
  };

  private static BandwidthHarness harness() throws Exception {
    return new BandwidthHarness(TestSettings.history(), Long.MIN_VALUE);
  }

  private static LoggedRecord outbound(long number, long logMs, int host, int bytes) {
    byte[] datagram =
        NetFlow5.datagram(
            logMs,
            (int) number - 1,
            List.of(new Record(OURS + host, REMOTE, 1, bytes, logMs - 1_000, logMs - 1_000)));
    return BandwidthHarness.block(EXPORTERS[0], "a", number, logMs, datagram);
  }

  @Test
  void aMinuteIsSentOnceWithItsFullValueAndThenHoldsNoState() throws Exception {
    try (BandwidthHarness job = harness()) {
      job.feed(outbound(1, START_MS + 10_000, 7, 100));
      job.feed(outbound(2, START_MS + 20_000, 7, 20));
      job.passLogTime(START_MS + MINUTE_MS + 90_000 - 1);
      assertThat(job.settledRows(Topic.EIP_MINUTES)).isEmpty();
      job.passLogTime(START_MS + MINUTE_MS + 90_000);
      assertThat(job.settledRows(Topic.EIP_MINUTES))
          .singleElement()
          .satisfies(
              row -> {
                assertThat(row.getCloseMs()).isEqualTo(START_MS + 150_000);
                assertThat(row.getMinute().getMinuteMs()).isEqualTo(START_MS);
                assertThat(row.getMinute().getUsage().getBytesOut()).isEqualTo(120);
                assertThat(row.getMinute().getUsage().getFlowsOut()).isEqualTo(2);
              });
      job.passLogTime(START_MS + 86_400_000);
      assertThat(job.settledRows(Topic.EIP_MINUTES)).hasSize(1);
      assertThat(job.settledRows(Topic.EIP_QUARTERS)).hasSize(1);
    }
  }

  @Test
  void theEndOfInputClosesNothing() throws Exception {
    try (BandwidthHarness job = harness()) {
      job.feed(outbound(1, START_MS + 10_000, 7, 100));
      job.endOfInput();
      assertThat(job.settledRows(Topic.EIP_MINUTES)).isEmpty();
    }
  }

  @Test
  void aBlockSentAgainCountsOnce() throws Exception {
    try (BandwidthHarness job = harness()) {
      job.feed(outbound(1, START_MS + 10_000, 7, 100));
      job.feed(outbound(1, START_MS + 10_000, 7, 100));
      job.passLogTime(START_MS + 150_000);
      assertThat(job.settledRows(Topic.EIP_MINUTES).get(0).getMinute().getUsage().getBytesOut())
          .isEqualTo(100);
      assertThat(exporterSum(job).getDuplicates()).isEqualTo(1);
    }
  }

  @Test
  void aBlockSentAgainIsKnownByItsNumberAlsoWhereNothingElseTells() throws Exception {
    byte[] nonsense = {0, 5, 0, 9, 1, 2}; // no sequence number, and rejects are not remembered
    try (BandwidthHarness job = harness()) {
      for (int i = 0; i < 2; i++) {
        job.feed(BandwidthHarness.block(EXPORTERS[0], "a", 1, START_MS + 10_000, nonsense));
      }
      assertThat(job.takeRecords(Topic.FLOW_DATAGRAMS_REJECTED)).hasSize(1);
      job.passLogTime(START_MS + 150_000);
      assertThat(exporterSum(job).getDuplicates()).isEqualTo(1);
    }
  }

  @Test
  void theSameDatagramThroughTwoCollectorsCountsOnce() throws Exception {
    try (BandwidthHarness job = harness()) {
      for (int i = 1; i <= 5; i++) {
        LoggedRecord mine = outbound(i, START_MS + i * 1_000, 7, 100);
        byte[] datagram =
            NetFlow5.datagram(
                START_MS + i * 1_000,
                i - 1,
                List.of(
                    new Record(
                        OURS + 7,
                        REMOTE,
                        1,
                        100,
                        START_MS + i * 1_000 - 1_000,
                        START_MS + i * 1_000 - 1_000)));
        job.feed(mine);
        job.feed(BandwidthHarness.block(EXPORTERS[0], "b", i, START_MS + i * 1_000, datagram));
      }
      job.passLogTime(START_MS + 150_000);
      assertThat(job.settledRows(Topic.EIP_MINUTES)).hasSize(1);
      assertThat(job.settledRows(Topic.EIP_MINUTES).get(0).getMinute().getUsage().getBytesOut())
          .isEqualTo(500);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void killsAndStepsOfTimeDoNotChangeAByteOfTheSettledRows(long seed) throws Exception {
    List<LoggedRecord> log = randomLog(new Random(seed));
    try (BandwidthHarness undisturbed = harness();
        BandwidthHarness disturbed = harness()) {
      for (LoggedRecord record : log) {
        undisturbed.feed(record);
      }
      long endMs = log.get(log.size() - 1).logMs() + 2 * 3_600_000;
      undisturbed.passLogTime(endMs);

      Random chance = new Random(seed + 1_000);
      int checkpointed = 0;
      int kills = 0;
      disturbed.checkpoint();
      for (int next = 0; next < log.size(); next++) {
        if (chance.nextInt(10) == 0) {
          disturbed.passLogTime(log.get(next).logMs());
        }
        if (chance.nextInt(20) == 0) {
          disturbed.checkpoint();
          checkpointed = next;
        }
        if (chance.nextInt(40) == 0) {
          disturbed.killAndRestore();
          next = checkpointed;
          kills++;
        }
        disturbed.feed(log.get(next));
      }
      disturbed.passLogTime(endMs - 3_600_000);
      disturbed.checkpoint();
      disturbed.killAndRestore();
      disturbed.passLogTime(endMs);

      assertThat(kills).isPositive();
      for (Topic topic : OutputPartition.TOPICS) {
        assertThat(new TreeSet<>(disturbed.rows(topic)))
            .as("seed %d, %s", seed, topic.topicName())
            .isEqualTo(new TreeSet<>(undisturbed.rows(topic)));
        assertThat(undisturbed.rows(topic)).doesNotHaveDuplicates();
        for (int partition = 0; partition < BandwidthHarness.PARTITIONS; partition++) {
          assertThat(undisturbed.closes(topic, partition)).isSorted();
        }
      }
      assertThat(undisturbed.rows(Topic.EIP_MINUTES)).hasSizeGreaterThan(50);
      assertThat(undisturbed.rows(Topic.EIP_QUARTERS)).isNotEmpty();
    }
  }

  @Test
  void everyByteOfARandomLogIsInItsMinutesAndInItsQuartersAndInTheControlTotals() throws Exception {
    List<LoggedRecord> log = randomLog(new Random(42));
    try (BandwidthHarness job = harness()) {
      for (LoggedRecord record : log) {
        job.feed(record);
      }
      job.passLogTime(log.get(log.size() - 1).logMs() + 3 * 3_600_000);
      long minutes = 0;
      for (SettledRow row : job.settledRows(Topic.EIP_MINUTES)) {
        minutes += row.getMinute().getUsage().getBytesOut();
      }
      long quarters = 0;
      for (SettledRow row : job.settledRows(Topic.EIP_QUARTERS)) {
        quarters += row.getQuarter().getUsage().getBytesOut();
      }
      long counted = 0;
      for (SettledRow row : job.settledRows(Topic.CONTROL_TOTALS)) {
        counted += row.getControlTotal().getBytesOut();
      }
      assertThat(minutes).isPositive().isEqualTo(quarters).isEqualTo(counted);
    }
  }

  @Test
  void aRunThatStartsLaterWritesOnlyWhatLiesWhollyAfterItsStart() throws Exception {
    List<LoggedRecord> log = randomLog(new Random(7));
    long fromMs = START_MS + 20 * MINUTE_MS + 1;
    try (BandwidthHarness whole = harness();
        BandwidthHarness later = new BandwidthHarness(TestSettings.history(), fromMs)) {
      for (LoggedRecord record : log) {
        whole.feed(record);
        if (record.logMs() >= fromMs - 15 * MINUTE_MS) { // the warm-up
          later.feed(record);
        }
      }
      long endMs = log.get(log.size() - 1).logMs() + 2 * 3_600_000;
      whole.passLogTime(endMs);
      later.passLogTime(endMs);
      for (Topic topic : List.of(Topic.EIP_MINUTES, Topic.EIP_QUARTERS, Topic.CONTROL_TOTALS)) {
        assertThat(later.rows(topic)).as(topic.topicName()).isNotEmpty();
        assertThat(whole.rows(topic)).as(topic.topicName()).containsAll(later.rows(topic));
        assertThat(whole.rows(topic)).hasSizeGreaterThan(later.rows(topic).size());
      }
    }
  }

  @Test
  void aRejectedDatagramThatIsTriedAgainCountsOnceHoweverOftenItIsSent() throws Exception {
    byte[] datagram =
        NetFlow5.datagram(
            START_MS,
            1_000, // by its sequence number it would be a duplicate or a gap
            List.of(new Record(OURS + 7, REMOTE, 1, 100, START_MS, START_MS)));
    try (BandwidthHarness job = harness()) {
      job.feed(outbound(1, START_MS + 2_000, 7, 5));
      for (int number = 1; number <= 3; number++) {
        job.feed(BandwidthHarness.retry(EXPORTERS[0], number, START_MS + 3_000, datagram));
        job.checkpoint();
        job.killAndRestore();
      }
      job.passLogTime(START_MS + 150_000);
      assertThat(job.settledRows(Topic.EIP_MINUTES))
          .singleElement()
          .satisfies(row -> assertThat(row.getMinute().getUsage().getBytesOut()).isEqualTo(105));
    }
  }

  @Test
  void anExportersRowTellsTheSamplingRatesOfItsRecords() throws Exception {
    try (BandwidthHarness job = harness()) {
      int number = 0;
      for (int rate : new int[] {400, 100}) {
        byte[] datagram =
            NetFlow5.datagram(
                START_MS,
                number,
                List.of(new Record(OURS + 7, REMOTE, 1, 100, START_MS, START_MS)));
        ByteBuffer.wrap(datagram).putShort(22, (short) (1 << 14 | rate)); // one packet in so many
        job.feed(
            BandwidthHarness.block(
                EXPORTERS[0], "c", ++number, START_MS + 2_000 + number, datagram));
        job.checkpoint();
        job.killAndRestore();
      }
      job.passLogTime(START_MS + 150_000);
      assertThat(job.settledRows(Topic.EXPORTER_MINUTES))
          .filteredOn(row -> row.getExporterMinute().getFlows() > 0)
          .singleElement()
          .satisfies(
              row -> {
                assertThat(row.getExporterMinute().getSamplingRateMin()).isEqualTo(100);
                assertThat(row.getExporterMinute().getSamplingRateMax()).isEqualTo(400);
              });
    }
  }

  @Test
  void decodedFlowsFromFlowSamplesGiveTheSameMinutesAsTheirDatagrams() throws Exception {
    List<LoggedRecord> log = randomLog(new Random(3));
    try (BandwidthHarness datagrams = harness();
        BandwidthHarness samples =
            new BandwidthHarness(TestSettings.history(), Long.MIN_VALUE, FlowInput.SAMPLES)) {
      for (LoggedRecord record : log) {
        datagrams.feed(record);
        for (OutgoingRecord sample : datagrams.takeRecords(Topic.FLOW_SAMPLES)) {
          samples.feed(
              new LoggedRecord(0, record.offset(), record.logMs(), record.key(), sample.value()));
        }
      }
      long endMs = log.get(log.size() - 1).logMs() + 2 * 3_600_000;
      datagrams.passLogTime(endMs);
      samples.passLogTime(endMs);
      assertThat(samples.rows(Topic.EIP_MINUTES))
          .isNotEmpty()
          .isEqualTo(datagrams.rows(Topic.EIP_MINUTES));
      assertThat(samples.rows(Topic.CONTROL_TOTALS))
          .isEqualTo(datagrams.rows(Topic.CONTROL_TOTALS));
    }
  }

  @Test
  void aRecordOfFlowSamplesThatIsNoneGoesAsideWithItsReason() throws Exception {
    try (BandwidthHarness job =
        new BandwidthHarness(TestSettings.history(), Long.MIN_VALUE, FlowInput.SAMPLES)) {
      FlowBlock uneven = FlowBlock.newBuilder().addBytes(1).addPackets(1).addPackets(2).build();
      job.feed(new LoggedRecord(0, 1, START_MS, EXPORTERS[0], new byte[] {1, 2, 3}));
      job.feed(new LoggedRecord(0, 2, START_MS, EXPORTERS[0], uneven.toByteArray()));
      assertThat(job.takeRecords(Topic.FLOW_DATAGRAMS_REJECTED))
          .extracting(record -> RejectedDatagram.parseFrom(record.value()).getReason())
          .containsExactly("BAD_LENGTH", "BAD_LENGTH");
    }
  }

  private static ExporterMinute exporterSum(BandwidthHarness job) {
    ExporterMinute.Builder sum = ExporterMinute.newBuilder();
    for (SettledRow row : job.settledRows(Topic.EXPORTER_MINUTES)) {
      sum.setDatagrams(sum.getDatagrams() + row.getExporterMinute().getDatagrams());
      sum.setDuplicates(sum.getDuplicates() + row.getExporterMinute().getDuplicates());
    }
    return sum.build();
  }

  /**
   * Forty minutes of two exporters; some records are long, some late, some datagrams are nonsense.
   */
  static List<LoggedRecord> randomLog(Random random) {
    List<LoggedRecord> log = new ArrayList<>();
    int[] sequence = new int[2];
    long[] number = {0, 0};
    for (long logMs = START_MS;
        logMs < START_MS + 40 * MINUTE_MS;
        logMs += 3_000 + random.nextInt(5_000)) {
      int exporter = random.nextInt(2);
      List<Record> records = new ArrayList<>();
      int count = 1 + random.nextInt(8);
      for (int i = 0; i < count; i++) {
        long endMs = logMs - random.nextInt(random.nextInt(4) == 0 ? 1_200_000 : 5_000);
        long startMs = endMs - random.nextInt(random.nextInt(3) == 0 ? 600_000 : 1_000);
        records.add(
            new Record(
                OURS + random.nextInt(20),
                REMOTE,
                1 + random.nextInt(9),
                random.nextInt(1 << 20),
                startMs,
                endMs));
      }
      byte[] datagram =
          random.nextInt(15) == 0
              ? new byte[] {0, 5, 0, 9, 1, 2}
              : NetFlow5.datagram(logMs, sequence[exporter], records);
      if (datagram.length > 6) {
        sequence[exporter] += count;
      }
      log.add(
          BandwidthHarness.block(EXPORTERS[exporter], "a", ++number[exporter], logMs, datagram));
    }
    return log;
  }
}
