package io.eipmeter.jobs.bandwidth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.eipmeter.jobs.bandwidth.domain.SettingsHistory;
import io.eipmeter.jobs.bandwidth.domain.TestSettings;
import io.eipmeter.jobs.log.Address;
import io.eipmeter.schemas.Topic;
import io.eipmeter.schemas.v1.ExporterMinute;
import io.eipmeter.schemas.v1.ExporterSetting;
import io.eipmeter.schemas.v1.SamplingSetting;
import io.eipmeter.schemas.v1.Settings;
import io.eipmeter.schemas.v1.Usage;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is set for exporters reaches the decoders, and what is assumed reaches their minutes. */
class ExporterFactsTest {
  private static final long MINUTE_MS = 30_000_000 * 60_000L;
  private static final Address EXPORTER = new Address(0, 0xffff_c000_0201L);
  private static final Address OTHER = new Address(0, 0xffff_c000_0202L);
  private static final int OURS = 0xcb00_7107;
  private static final int REMOTE = 0x0808_0808;

  private static SettingsHistory history(ExporterSetting... exporters) {
    Settings.Builder settings = TestSettings.first();
    settings.addAllExporters(List.of(exporters));
    return new SettingsHistory(List.of(settings.build()));
  }

  private static SamplingSetting.Builder rate(int size, int population) {
    return SamplingSetting.newBuilder().setSize(size).setPopulation(population);
  }

  private static void feed(BandwidthHarness job, Address exporter, long logMs, byte[] datagram)
      throws Exception {
    job.feed(BandwidthHarness.block(exporter, "c", 1, logMs, datagram));
  }

  private static byte[] flow(long exportMs, long startMs, long endMs) {
    return NetFlow5.datagram(
        exportMs, 0, List.of(new NetFlow5.Record(OURS, REMOTE, 2, 1_000, startMs, endMs)));
  }

  private static ExporterMinute exporter(BandwidthHarness job, Address address) {
    return job.settledRows(Topic.EXPORTER_MINUTES).stream()
        .map(row -> row.getExporterMinute())
        .filter(
            minute -> minute.getExporterAddress().equals(ByteString.copyFrom(address.toBytes())))
        .findFirst()
        .orElseThrow();
  }

  private static Usage usage(BandwidthHarness job) {
    return job.settledRows(Topic.EIP_MINUTES).get(0).getMinute().getUsage();
  }

  @Test
  void aSetRateHoldsForItsExporterAndIsScaledAsAFraction() throws Exception {
    ExporterSetting one =
        ExporterSetting.newBuilder()
            .setExporterAddress(ByteString.copyFrom(EXPORTER.toBytes()))
            .addSampling(rate(2, 3))
            .build();
    ExporterSetting any = ExporterSetting.newBuilder().addSampling(rate(1, 100)).build();
    try (BandwidthHarness job = new BandwidthHarness(history(any, one), Long.MIN_VALUE)) {
      feed(job, EXPORTER, MINUTE_MS, flow(MINUTE_MS, MINUTE_MS, MINUTE_MS));
      feed(job, OTHER, MINUTE_MS, flow(MINUTE_MS, MINUTE_MS, MINUTE_MS));
      job.passLogTime(MINUTE_MS + 3_600_000);
      assertThat(usage(job).getBytesOut()).isEqualTo(1_500 + 100_000);
      assertThat(usage(job).getSamplingRateMin()).isEqualTo(2);
      assertThat(usage(job).getSamplingRateMax()).isEqualTo(100);
      assertThat(exporter(job, EXPORTER).getRateDisagreesRecords()).isZero();
    }
  }

  @Test
  void aDifferenceToWhatIsExportedIsCounted() throws Exception {
    ExporterSetting any = ExporterSetting.newBuilder().addSampling(rate(1, 100)).build();
    byte[] sampled = flow(MINUTE_MS, MINUTE_MS, MINUTE_MS);
    ByteBuffer.wrap(sampled).putShort(22, (short) 10);
    try (BandwidthHarness job = new BandwidthHarness(history(any), Long.MIN_VALUE)) {
      feed(job, EXPORTER, MINUTE_MS, sampled);
      job.passLogTime(MINUTE_MS + 3_600_000);
      assertThat(usage(job).getBytesOut()).isEqualTo(100_000);
      assertThat(exporter(job, EXPORTER).getRateDisagreesRecords()).isEqualTo(1);
    }
  }

  @Test
  void clockSkewAndAssumedTimesAreInTheExportersMinute() throws Exception {
    try (BandwidthHarness job = new BandwidthHarness(history(), Long.MIN_VALUE)) {
      feed(job, EXPORTER, MINUTE_MS + 700, flow(MINUTE_MS, MINUTE_MS + 58, MINUTE_MS));
      job.passLogTime(MINUTE_MS + 3_600_000);
      assertThat(usage(job).getBytesOut()).isEqualTo(1_000);
      assertThat(exporter(job, EXPORTER).getClockSkewMs()).isEqualTo(700);
      assertThat(exporter(job, EXPORTER).getAssumedTimeRecords()).isEqualTo(1);
      assertThat(exporter(job, EXPORTER).getRejectedFlows()).isZero();
    }
  }

  @Test
  void aRateThatCannotBeIsRefusedWithTheSettings() {
    ExporterSetting wrong = ExporterSetting.newBuilder().addSampling(rate(3, 2)).build();
    assertThatThrownBy(() -> history(wrong)).hasMessage("no sampling rate: 3 of 2");
  }
}
